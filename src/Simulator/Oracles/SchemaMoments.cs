using Sim.Contracts.Operations;
using Sim.Contracts.Schema;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// The schemas that there were one after the other during a burst, and whether operations were accepted and refused accordingly. Changes of the schema are in the
/// same order in every shard, because they are made one at a time.
/// </summary>
internal sealed class SchemaMoments
{
    private readonly ReferenceModel _model;
    private readonly int[] _base;
    private readonly SentOperation[][] _order;
    private readonly SentOperation[] _changes;

    /// <summary>The moments of a burst.</summary>
    /// <param name="model">The model, with every operation of the burst.</param>
    /// <param name="bases">By shard, the position before the burst.</param>
    /// <param name="order">By shard, the operations that it has logged, in order.</param>
    public SchemaMoments(ReferenceModel model, int[] bases, SentOperation[][] order)
    {
        _model = model;
        _base = bases;
        _order = order;
        _changes = [.. order[0].Where(sent => sent.Operation is SchemaOperation)];
    }

    /// <summary>What is wrong with the answer to an operation, or null.</summary>
    public string? Check(SentOperation sent)
    {
        if (sent.IsRefused)
        {
            var first = Array.FindLastIndex(_changes, change => change.Answered < sent.Sent) + 1;
            var last = _changes.TakeWhile(change => change.Sent < sent.Answered).Count();
            for (var moment = first; moment <= last; moment++)
            {
                if (!IsAllowed(sent.Operation, moment))
                {
                    return null;
                }
            }

            return $"{sent.Operation} was refused, although it broke no rule at any moment";
        }

        for (var shard = 0; shard < _order.Length; shard++)
        {
            var place = Array.IndexOf(_order[shard], sent);
            if (place < 0)
            {
                continue;
            }

            var before = _order[shard].Take(place).Where(other => other.Operation is SchemaOperation).ToArray();
            if (!before.SequenceEqual(_changes.Take(before.Length)))
            {
                return $"shard {shard} has changes of the schema in another order than shard 0";
            }

            if (!IsAllowed(sent.Operation, before.Length))
            {
                return $"{sent.Operation} was accepted, although it broke a rule at its place in shard {shard}";
            }
        }

        return null;
    }

    /// <summary>Whether an operation breaks no rule after so many changes of the schema.</summary>
    private bool IsAllowed(Operation operation, int moment)
    {
        var states = new ModelState[_order.Length];
        for (var shard = 0; shard < states.Length; shard++)
        {
            var place = moment == 0 ? -1 : Array.IndexOf(_order[shard], _changes[moment - 1]);
            states[shard] = _model.Shards[shard].At(_base[shard] + place + 1);
        }

        return OperationRules.Allow(new CollectionSchema(states[0].Vectors, states.Length), states, operation);
    }
}

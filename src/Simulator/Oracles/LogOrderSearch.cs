using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// Looks for what a shard's log may have held when a crash cut off several clients. Where the operations stand that were answered is known from their
/// numbers. Of the others each client has one at the most: any of them may be in a gap between those numbers, or, in any order, after
/// the last of them. A crash keeps a prefix.
/// </summary>
internal sealed class LogOrderSearch
{
    private readonly ReferenceModel _model;
    private readonly int _shard;
    private readonly SentOperation[] _known;
    private readonly SentOperation[] _unknown;
    private readonly Func<ModelState, bool> _isRight;
    private readonly List<Operation> _order = [];
    private int _needed;

    /// <summary>A search in one shard.</summary>
    /// <param name="model">The model, as it was before these operations.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="known">The operations that have numbers, in their order.</param>
    /// <param name="unknown">The operations that were not answered.</param>
    /// <param name="isRight">Whether a state is the one that was recovered.</param>
    public LogOrderSearch(ReferenceModel model, int shard, SentOperation[] known, SentOperation[] unknown, Func<ModelState, bool> isRight)
    {
        _model = model;
        _shard = shard;
        _known = known;
        _unknown = unknown;
        _isRight = isRight;
    }

    /// <summary>The operations of a log that gives the right state, in order; null when there is none, or only the empty log gives it.</summary>
    /// <param name="mayLose">True when the log may lack the last operations that were not answered as durable.</param>
    /// <param name="before">The number of the operation before all of these; null where it is not known.</param>
    public IReadOnlyList<Operation>? Find(bool mayLose, OperationNumber? before)
    {
        _needed = mayLose ? Array.FindLastIndex(_known, sent => sent.IsDurable) + 1 : _known.Length;
        return Extend(_model.Shards[_shard].Current, 0, 0, before) ? _order : null;
    }

    /// <summary>Looks for the longest log that begins with what is in order; leaves it there when it finds one.</summary>
    /// <param name="state">The state after what is in order.</param>
    /// <param name="placed">How many of the known are in order.</param>
    /// <param name="used">Which of the unknown are in order, a bit each.</param>
    /// <param name="number">The number of the last in order; null when it is not known.</param>
    private bool Extend(ModelState state, int placed, ulong used, OperationNumber? number)
    {
        // Where the number before the first is not known, anything may stand between it and the first that is.
        if (placed < _known.Length && (number is null || number.Value.Next == _known[placed].NumberIn(_shard)))
        {
            if (Place(_known[placed], state, placed + 1, used, _known[placed].NumberIn(_shard)))
            {
                return true;
            }
        }

        if (placed == _known.Length || number is null || number.Value.Next < _known[placed].NumberIn(_shard)!.Value)
        {
            for (var i = 0; i < _unknown.Length; i++)
            {
                if ((used & (1UL << i)) == 0
                    && !_known.Skip(placed).Any(sent => sent.Answered < _unknown[i].Sent)
                    && Place(_unknown[i], state, placed, used | (1UL << i), number?.Next))
                {
                    return true;
                }
            }
        }

        return _order.Count > 0 && placed >= _needed && _isRight(state);
    }

    private bool Place(SentOperation sent, ModelState state, int placed, ulong used, OperationNumber? number)
    {
        // What has nothing to do is not logged.
        if (_model.PartOf(_shard, sent.Operation, state) is not { } part)
        {
            return false;
        }

        _order.Add(sent.Operation);
        if (Extend(state.Apply(part), placed, used, number))
        {
            return true;
        }

        _order.RemoveAt(_order.Count - 1);
        return false;
    }
}

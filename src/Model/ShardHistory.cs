using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Schema;

namespace Sim.Model;

/// <summary>
/// The states of one shard after each of its operations. Positions count the operations that reached this shard: position 0 is the
/// state before the first.
/// </summary>
public sealed class ShardHistory
{
    private readonly List<ModelState> _states;
    private readonly List<Operation> _operations = [];
    private int _first;

    /// <summary>The history of an empty shard with these vectors.</summary>
    public ShardHistory(ValueList<VectorSchema> vectors) => _states = [ModelState.Empty.With(vectors)];

    /// <summary>A history of its own that has come to the same point.</summary>
    public ShardHistory(ShardHistory original)
    {
        ArgumentNullException.ThrowIfNull(original);
        _states = [.. original._states];
        _operations = [.. original._operations];
        _first = original._first;
        Durable = original.Durable;
    }

    /// <summary>The lowest position that is still kept.</summary>
    public int First => _first;

    /// <summary>The position after the newest operation.</summary>
    public int Last => _first + _states.Count - 1;

    /// <summary>The newest state.</summary>
    public ModelState Current => _states[^1];

    /// <summary>The highest position of which a crash may not take anything back.</summary>
    public int Durable { get; private set; }

    /// <summary>The state at a position from <see cref="First"/> to <see cref="Last"/>.</summary>
    public ModelState At(int position) => _states[position - _first];

    /// <summary>This shard's part of the operation that led to a position above <see cref="First"/>.</summary>
    public Operation OperationAt(int position) => _operations[position - _first - 1];

    /// <summary>States that everything up to <paramref name="position"/> survives a crash from now on.</summary>
    public void MarkDurable(int position)
    {
        if (position > Last)
        {
            throw new ArgumentOutOfRangeException(nameof(position), position, $"The newest operation has position {Last}.");
        }

        Durable = Math.Max(Durable, position);
    }

    /// <summary>
    /// Gives up the states before <paramref name="position"/>, which is not above <see cref="Durable"/>: a crash goes back to none of them. Memory then
    /// does not grow with the operations.
    /// </summary>
    public void ForgetBefore(int position)
    {
        if (position > Durable)
        {
            throw new ArgumentOutOfRangeException(nameof(position), position, $"A crash may go back to position {Durable}.");
        }

        var count = Math.Max(0, position - _first);
        _states.RemoveRange(0, count);
        _operations.RemoveRange(0, count);
        _first += count;
    }

    /// <summary>Takes back every operation after <paramref name="position"/>, which is not below <see cref="Durable"/>.</summary>
    public void Rewind(int position)
    {
        if (position < Durable || position > Last)
        {
            throw new ArgumentOutOfRangeException(nameof(position), position, $"Positions {Durable} to {Last} can be gone back to.");
        }

        _operations.RemoveRange(position - _first, Last - position);
        _states.RemoveRange(position - _first + 1, Last - position);
    }

    internal void Append(Operation operation)
    {
        _states.Add(Current.Apply(operation));
        _operations.Add(operation);
    }
}

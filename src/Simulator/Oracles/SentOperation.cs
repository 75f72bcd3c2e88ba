using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Results;

namespace Sim.Simulator.Oracles;

/// <summary>An operation that overlaps others: when it was sent and answered, on the clock of its <see cref="Burst"/>, and what was answered.</summary>
internal sealed class SentOperation
{
    private readonly OperationNumber?[] _numbers;

    public SentOperation(Operation operation, bool wait, long sent, int shardCount)
    {
        Operation = operation;
        Wait = wait;
        Sent = sent;
        _numbers = new OperationNumber?[shardCount];
    }

    public Operation Operation { get; }

    /// <summary>True when the answer says that it is applied.</summary>
    public bool Wait { get; }

    /// <summary>When it was sent.</summary>
    public long Sent { get; }

    /// <summary>When it was answered; later than everything while it is not.</summary>
    public long Answered { get; private set; } = long.MaxValue;

    /// <summary>True once it is answered, unless it was refused: then it is in the log of every shard that it concerns.</summary>
    public bool IsLogged { get; private set; }

    /// <summary>True once it is answered and was refused.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>True when its answer promises that it survives a crash.</summary>
    public bool IsDurable { get; private set; }

    /// <summary>Its number in a shard; null when it has nothing to do there or is not answered.</summary>
    public OperationNumber? NumberIn(int shard) => _numbers[shard];

    /// <summary>Takes over the answer.</summary>
    public void Answer(long at, UpdateResult result, bool isDurable)
    {
        Answered = at;
        IsRefused = result.Status == UpdateStatus.Rejected;
        IsLogged = !IsRefused;
        IsDurable = isDurable && IsLogged;
        foreach (var part in result.Parts)
        {
            _numbers[part.Shard] = part.Number;
        }
    }
}

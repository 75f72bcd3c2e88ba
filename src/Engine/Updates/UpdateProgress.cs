using Sim.Contracts;
using Sim.Engine.Invariants;

namespace Sim.Engine.Updates;

/// <summary>
/// How far the operations of a shard have been applied. Written by the one task that applies them; read by others while they hold the
/// segments' locks, so that an operation cannot go on in between.
/// </summary>
internal sealed class UpdateProgress
{
    private readonly Lock _gate = new();
    private OperationNumber _applied;
    private bool _isInFlight;

    /// <summary>Every operation up to this one has been applied whole. An operation that is under way is not counted.</summary>
    public OperationNumber Applied
    {
        get
        {
            lock (_gate)
            {
                return _applied;
            }
        }
    }

    /// <summary>No operation after this one has left any effect.</summary>
    public OperationNumber Touched
    {
        get
        {
            lock (_gate)
            {
                return _isInFlight ? _applied.Next : _applied;
            }
        }
    }

    /// <summary>The operation is about to be applied.</summary>
    public void Begin(OperationNumber operation)
    {
        lock (_gate)
        {
            Invariant.Holds(!_isInFlight && operation == _applied.Next, "I7", $"operation {operation} is applied after operation {_applied}");
            _isInFlight = true;
        }
    }

    /// <summary>The operation that was begun has been applied whole.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isInFlight = false;
            _applied = _applied.Next;
        }
    }

    /// <summary>Says where the log begins, before anything is applied.</summary>
    public void StartAfter(OperationNumber operation)
    {
        lock (_gate)
        {
            _applied = operation;
        }
    }
}

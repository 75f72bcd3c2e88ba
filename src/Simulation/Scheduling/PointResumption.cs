using System.Threading.Tasks.Sources;
using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Scheduling;

/// <summary>
/// A task at a scheduling point. It belongs to the task, which takes it again once it has the result, so a point costs no allocation.
/// </summary>
internal sealed class PointResumption : Resumption, IValueTaskSource
{
    private readonly Incarnation _incarnation;
    private Continuation _continuation;
    private bool _isAwaited;
    private bool _isDone;

    public PointResumption? NextSpare;

    public PointResumption(Incarnation incarnation, SimulatedTask task)
    {
        _incarnation = incarnation;
        Task = task;
    }

    /// <summary>True from the point on until the task has the result.</summary>
    public bool IsTaken { get; private set; }

    public short Version { get; private set; }

    public void Prepare(PointName point, Resource resource, Access access)
    {
        IsTaken = true;
        _isAwaited = false;
        _isDone = false;
        Describe(point, resource, access);
    }

    public override void Execute()
    {
        _isDone = true;
        _continuation.Invoke();
    }

    public ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        return _isDone ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;
    }

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        Check(token);
        if (_isAwaited)
        {
            throw new InvalidOperationException("A scheduling point is awaited once.");
        }

        _isAwaited = true;
        _continuation.Set(continuation, state, (flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0);
        _incarnation.MakeRunnable(this);
    }

    public void GetResult(short token)
    {
        Check(token);
        if (!_isDone)
        {
            throw new InvalidOperationException("A scheduling point cannot be waited for by blocking.");
        }

        unchecked
        {
            Version++;
        }

        IsTaken = false;
    }

    private void Check(short token)
    {
        if (token != Version)
        {
            throw new InvalidOperationException("A scheduling point is awaited once.");
        }
    }
}

using System.Threading.Tasks.Sources;
using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Scheduling;

/// <summary>A task at a scheduling point. Pooled: it goes back when the task takes the result, so a point costs no allocation.</summary>
internal sealed class PointResumption(Incarnation incarnation) : Resumption, IValueTaskSource
{
    private Continuation _continuation;
    private bool _isDone;

    public PointResumption? NextFree;

    public short Version { get; private set; }

    public void Prepare(SimulatedTask task, PointName point, Resource resource, Access access)
    {
        _isDone = false;
        Describe(task, point, resource, access);
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
        if (_continuation.IsSet || _isDone)
        {
            throw new InvalidOperationException("A scheduling point is awaited once.");
        }

        _continuation.Set(continuation, state, (flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0);
        incarnation.MakeRunnable(this);
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

        incarnation.Recycle(this);
    }

    private void Check(short token)
    {
        if (token != Version)
        {
            throw new InvalidOperationException("A scheduling point is awaited once.");
        }
    }
}

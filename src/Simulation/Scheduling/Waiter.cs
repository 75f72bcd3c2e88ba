using System.Threading.Tasks.Sources;
using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Scheduling;

/// <summary>A task that waits in a lock, an event or a queue.</summary>
internal sealed class Waiter(Incarnation incarnation, IWaitTarget target) : Resumption, IWaiter, IValueTaskSource<WaitOutcome>
{
    private Continuation _continuation;
    private WaitOutcome _outcome;
    private bool _isReleased;
    private bool _isWaitedFor;

    // The list of what a task waits for, for the report of a deadlock.
    public Waiter? NextWaiter;
    public Waiter? PreviousWaiter;

    public IWaitTarget Target { get; } = target;

    public ValueTask<WaitOutcome> Wait()
    {
        if (_isWaitedFor)
        {
            throw new InvalidOperationException("A waiter is waited for once.");
        }

        _isWaitedFor = true;
        var task = incarnation.RequireCurrent(PointNames.Wait);
        if (_isReleased)
        {
            incarnation.NotePassedWait(this);
            return new ValueTask<WaitOutcome>(_outcome);
        }

        Describe(task, PointNames.Wait, Target.Resource, Access.Write);
        incarnation.BeginWait(this);
        return new ValueTask<WaitOutcome>(this, 0);
    }

    public bool TryRelease(WaitOutcome outcome)
    {
        if (incarnation.IsForeign("a waiter was released from another thread") || _isReleased)
        {
            return false;
        }

        _isReleased = true;
        _outcome = outcome;
        incarnation.NoteRelease(this);
        if (_isWaitedFor)
        {
            incarnation.EndWait(this, outcome);
            if (_continuation.IsSet)
            {
                incarnation.MakeRunnable(this);
            }
        }

        return true;
    }

    public override void Execute() => _continuation.Invoke();

    public ValueTaskSourceStatus GetStatus(short token) =>
        _isReleased ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        if (_continuation.IsSet)
        {
            throw new InvalidOperationException("A waiter is waited for once.");
        }

        _continuation.Set(continuation, state, (flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0);
        if (_isReleased)
        {
            incarnation.MakeRunnable(this);
        }
    }

    public WaitOutcome GetResult(short token) =>
        _isReleased ? _outcome : throw new InvalidOperationException("A waiter cannot be waited for by blocking.");
}

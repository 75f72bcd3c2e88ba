using System.Threading.Tasks.Sources;
using Sim.Runtime.Scheduling;

namespace Sim.Runtime.OperatingSystem;

/// <summary>A one-shot waiter whose task goes on in the thread pool, never on the thread that releases it.</summary>
internal sealed class OperatingSystemWaiter : IWaiter, IValueTaskSource<WaitOutcome>
{
    // Not readonly: a mutable struct.
    private ManualResetValueTaskSourceCore<WaitOutcome> _source = new() { RunContinuationsAsynchronously = true };
    private bool _isReleased;

    /// <inheritdoc/>
    public ValueTask<WaitOutcome> Wait() => new(this, _source.Version);

    /// <inheritdoc/>
    public bool TryRelease(WaitOutcome outcome)
    {
        if (Interlocked.Exchange(ref _isReleased, true))
        {
            return false;
        }

        _source.SetResult(outcome);
        return true;
    }

    /// <inheritdoc/>
    public WaitOutcome GetResult(short token) => _source.GetResult(token);

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}

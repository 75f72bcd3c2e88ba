using Sim.Runtime;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Bench.Primitives;

/// <summary>
/// A condition variable as POSIX has it: a signal wakes one task that waits now, and is lost if there is none; a task that is woken has to
/// get the mutex again and may find that somebody was faster. There are no spurious wake-ups, and the longest waiting is woken first.
/// </summary>
public sealed class ConditionVariable(IRuntime runtime, string name) : IWaitTarget
{
    private readonly Queue<IWaiter> _waiters = [];

    /// <inheritdoc/>
    public Resource Resource { get; } = new(name);

    /// <summary>
    /// Gives the mutex up, waits for a signal and locks the mutex again. The caller holds it through <paramref name="guard"/>, which is
    /// used up, and disposes the guard returned.
    /// </summary>
    public async ValueTask<MutexGuard> Wait(AsyncMutex mutex, MutexGuard guard)
    {
        // Behind the point the mutex is given up and the wait begun in one step: no signal fits in between.
        await runtime.Point(MemoryPoints.ConditionWait, Resource, Access.Write);
        var waiter = runtime.CreateWaiter(this);
        _waiters.Enqueue(waiter);
        guard.Dispose();
        await waiter.Wait();
        return await mutex.Lock();
    }

    /// <summary>Wakes one task that waits, if there is one.</summary>
    public async ValueTask Signal()
    {
        await runtime.Point(MemoryPoints.ConditionSignal, Resource, Access.Write);
        if (_waiters.TryDequeue(out var waiter))
        {
            waiter.TryRelease(WaitOutcome.Signaled);
        }
    }

    /// <summary>Wakes every task that waits.</summary>
    public async ValueTask Broadcast()
    {
        await runtime.Point(MemoryPoints.ConditionSignal, Resource, Access.Write);
        while (_waiters.TryDequeue(out var waiter))
        {
            waiter.TryRelease(WaitOutcome.Signaled);
        }
    }

    /// <summary>Empty: anybody may signal.</summary>
    public IReadOnlyList<string> DescribeHolders() => [];
}

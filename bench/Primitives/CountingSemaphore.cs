using Sim.Runtime;
using Sim.Runtime.Scheduling;

namespace Sim.Bench.Primitives;

/// <summary>A counting semaphore. A release goes to the longest waiting task directly.</summary>
public sealed class CountingSemaphore(IRuntime runtime, string name, int count) : IWaitTarget
{
    private readonly Queue<IWaiter> _waiters = [];
    private int _count = count;

    /// <inheritdoc/>
    public Resource Resource { get; } = new(name);

    /// <summary>Takes one, and waits while there is none.</summary>
    public async ValueTask Wait()
    {
        await runtime.Point(MemoryPoints.SemaphoreWait, Resource, Access.Write);
        if (_count > 0)
        {
            _count--;
            return;
        }

        var waiter = runtime.CreateWaiter(this);
        _waiters.Enqueue(waiter);
        await waiter.Wait();
    }

    /// <summary>Puts one back.</summary>
    public async ValueTask Release()
    {
        await runtime.Point(MemoryPoints.SemaphoreRelease, Resource, Access.Write);
        if (_waiters.TryDequeue(out var waiter))
        {
            waiter.TryRelease(WaitOutcome.Signaled);
            return;
        }

        _count++;
    }

    /// <summary>Empty: anybody may release.</summary>
    public IReadOnlyList<string> DescribeHolders() => [];
}

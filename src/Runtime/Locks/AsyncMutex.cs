using Sim.Runtime.Scheduling;

namespace Sim.Runtime.Locks;

/// <summary>
/// A lock that one task holds at a time. Tasks get it in the order in which they asked; a release hands it to the next one directly, so
/// that nobody can barge in between. It is not reentrant: a task that locks it twice waits for itself.
/// </summary>
public sealed class AsyncMutex(IRuntime runtime, string name) : IWaitTarget
{
    private readonly Lock _gate = new();
    private readonly Queue<Pending> _queue = [];
    private ulong _tickets;
    private LockHolder _holder;

    /// <inheritdoc/>
    public Resource Resource { get; } = new(name);

    /// <summary>True while some task holds it.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate)
            {
                return _holder.IsSomebody;
            }
        }
    }

    /// <summary>Waits until the mutex is the caller's. The caller disposes the guard.</summary>
    public async ValueTask<MutexGuard> Lock()
    {
        await runtime.Point(LockPoints.MutexLock, Resource, Access.Write);
        IWaiter waiter;
        lock (_gate)
        {
            if (!_holder.IsSomebody)
            {
                return new MutexGuard(this, Admit(runtime.CurrentTask));
            }

            waiter = runtime.CreateWaiter(this);
            _queue.Enqueue(new Pending(waiter, runtime.CurrentTask));
        }

        await waiter.Wait();
        lock (_gate)
        {
            // The release has made the caller the holder, and only the caller can end that, so the ticket is its own.
            return new MutexGuard(this, _holder.Ticket);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeHolders()
    {
        lock (_gate)
        {
            return _holder.IsSomebody ? [_holder.Name] : [];
        }
    }

    /// <inheritdoc/>
    public string? DescribeForgotten()
    {
        lock (_gate)
        {
            return _holder.IsSomebody ? null : "nobody holds it";
        }
    }

    internal bool IsHeldWith(ulong ticket)
    {
        lock (_gate)
        {
            return _holder.Ticket == ticket;
        }
    }

    internal void Release(ulong ticket)
    {
        Pending next;
        lock (_gate)
        {
            if (_holder.Ticket != ticket)
            {
                throw new InvalidOperationException($"Mutex '{name}' is released by a guard that does not hold it.");
            }

            _holder = default;
            runtime.Publish(Resource, Access.Write);
            if (!_queue.TryDequeue(out next))
            {
                return;
            }

            Admit(next.Task);
        }

        next.Waiter.TryRelease(WaitOutcome.Signaled);
    }

    private ulong Admit(string? task)
    {
        _holder = new LockHolder(++_tickets, task);
        return _tickets;
    }

    private readonly record struct Pending(IWaiter Waiter, string? Task);
}

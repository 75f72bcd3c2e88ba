using Sim.Runtime.Scheduling;

namespace Sim.Runtime.Locks;

/// <summary>
/// An event that wakes one waiter per signal, the longest waiting first. A signal that finds nobody waiting is remembered, but only one:
/// further signals until the next wait are the same signal.
/// </summary>
public sealed class AsyncEvent(IRuntime runtime, string name) : IWaitTarget
{
    private readonly Lock _gate = new();
    private readonly List<IWaiter> _waiters = [];
    private bool _isSignaled;
    private bool _isClosed;

    /// <inheritdoc/>
    public Resource Resource { get; } = new(name);

    /// <summary>True while some task waits.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (_gate)
            {
                return _waiters.Count > 0;
            }
        }
    }

    /// <summary>
    /// Wakes the longest waiting task, or, if there is none, the next one to wait. After <see cref="Close"/> it does nothing.
    /// </summary>
    public void Set()
    {
        runtime.Publish(Resource, Access.Write);
        while (true)
        {
            IWaiter waiter;
            lock (_gate)
            {
                if (_isClosed)
                {
                    return;
                }

                if (_waiters.Count == 0)
                {
                    _isSignaled = true;
                    return;
                }

                waiter = _waiters[0];
                _waiters.RemoveAt(0);
            }

            // A waiter whose time has just run out does not use the signal up: it goes to the next one.
            if (waiter.TryRelease(WaitOutcome.Signaled))
            {
                return;
            }
        }
    }

    /// <summary>Waits for a signal, or for <see cref="Close"/>.</summary>
    public ValueTask<WaitOutcome> Wait() => Wait(Timeout.InfiniteTimeSpan);

    /// <summary>
    /// Waits for a signal, or for <see cref="Close"/>, or until <paramref name="timeout"/> of the runtime's time has passed. A timeout of
    /// zero does not wait; <see cref="Timeout.InfiniteTimeSpan"/> waits without a limit; another negative one throws
    /// <see cref="ArgumentOutOfRangeException"/>.
    /// </summary>
    public async ValueTask<WaitOutcome> Wait(TimeSpan timeout)
    {
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        }

        await runtime.Point(LockPoints.EventWait, Resource, Access.Write);
        IWaiter waiter;
        lock (_gate)
        {
            if (_isSignaled)
            {
                _isSignaled = false;
                return WaitOutcome.Signaled;
            }

            if (_isClosed)
            {
                return WaitOutcome.Closed;
            }

            if (timeout == TimeSpan.Zero)
            {
                return WaitOutcome.TimedOut;
            }

            waiter = runtime.CreateWaiter(this);
            _waiters.Add(waiter);
        }

        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return await waiter.Wait();
        }

        using var timer = runtime.Time.CreateTimer(
            static state => ((IWaiter)state!).TryRelease(WaitOutcome.TimedOut), waiter, timeout, Timeout.InfiniteTimeSpan);
        var outcome = await waiter.Wait();
        if (outcome == WaitOutcome.TimedOut)
        {
            // A worker that is woken by its clock a thousand times and signaled never must not leave a thousand waiters behind.
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }

        return outcome;
    }

    /// <summary>
    /// Waits until the condition is true: it is looked at first, and again after each signal. Whoever makes it true then signals, with no
    /// scheduling point between. Returns <see cref="WaitOutcome.Closed"/> when the event is closed before.
    /// </summary>
    /// <param name="condition">The condition in words, such as <c>the queue has an item</c>: for the report of a deadlock in which it is true.</param>
    /// <param name="isTrue">Looks whether it is true, and does nothing else.</param>
    public async ValueTask<WaitOutcome> WaitUntil(string condition, Func<bool> isTrue)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(isTrue);
        var target = new Condition(this, condition, isTrue);
        while (true)
        {
            await runtime.Point(LockPoints.EventWait, Resource, Access.Write);
            if (isTrue())
            {
                return WaitOutcome.Signaled;
            }

            IWaiter waiter;
            lock (_gate)
            {
                if (_isSignaled)
                {
                    _isSignaled = false;
                    continue;
                }

                if (_isClosed)
                {
                    return WaitOutcome.Closed;
                }

                waiter = runtime.CreateWaiter(target);
                _waiters.Add(waiter);
            }

            await waiter.Wait();
        }
    }

    /// <summary>
    /// Ends every wait with <see cref="WaitOutcome.Closed"/>, now and from now on; a signal that is remembered is delivered first.
    /// Closing twice does nothing.
    /// </summary>
    public void Close()
    {
        IWaiter[] waiters;
        runtime.Publish(Resource, Access.Write);
        lock (_gate)
        {
            _isClosed = true;
            waiters = [.. _waiters];
            _waiters.Clear();
        }

        foreach (var waiter in waiters)
        {
            waiter.TryRelease(WaitOutcome.Closed);
        }
    }

    /// <summary>Empty: anybody may signal.</summary>
    public IReadOnlyList<string> DescribeHolders() => [];

    // What a task waits for that waits until something is true.
    private sealed class Condition(AsyncEvent signal, string condition, Func<bool> isTrue) : IWaitTarget
    {
        public Resource Resource => signal.Resource;

        public IReadOnlyList<string> DescribeHolders() => [];

        public string? DescribeForgotten() => isTrue() ? condition : null;
    }
}

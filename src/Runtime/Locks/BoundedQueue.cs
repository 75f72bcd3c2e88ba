using Sim.Runtime.Scheduling;

namespace Sim.Runtime.Locks;

/// <summary>
/// A first-in, first-out queue with a fixed number of slots. A slot is first reserved, which may wait, and then filled, which does not; so
/// that a caller can wait for room before it takes a lock, and fill under it. Tasks that wait are served in the order in which they asked.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class BoundedQueue<T> : IWaitTarget
    where T : class
{
    private readonly IRuntime _runtime;
    private readonly string _name;
    private readonly int _capacity;
    private readonly Lock _gate = new();
    private readonly Queue<T> _items = [];
    private readonly Queue<IWaiter> _reservers = [];
    private readonly Queue<Taker> _takers = [];
    private int _reserved;
    private bool _isClosed;

    /// <summary>A queue with <paramref name="capacity"/> slots, at least one.</summary>
    public BoundedQueue(IRuntime runtime, string name, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _runtime = runtime;
        _name = name;
        _capacity = capacity;
        Resource = new Resource(name);
    }

    /// <inheritdoc/>
    public Resource Resource { get; }

    /// <summary>The number of items that have been filled in and not been taken out.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count;
            }
        }
    }

    /// <summary>
    /// Waits for a free slot and makes it the caller's; false when the queue is closed. The caller then calls <see cref="Fill"/> or
    /// <see cref="Unreserve"/>, once.
    /// </summary>
    public async ValueTask<bool> Reserve()
    {
        await _runtime.Point(LockPoints.QueueReserve, Resource, Access.Write);
        IWaiter waiter;
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            // A slot that becomes free goes straight to a task that waits for one, so a free slot means that nobody waits.
            if (_reserved + _items.Count < _capacity)
            {
                _reserved++;
                return true;
            }

            waiter = _runtime.CreateWaiter(this);
            _reservers.Enqueue(waiter);
        }

        return await waiter.Wait() == WaitOutcome.Signaled;
    }

    /// <summary>
    /// Puts an item into a reserved slot, also after <see cref="Close"/>. Without a reserved slot it throws
    /// <see cref="InvalidOperationException"/>.
    /// </summary>
    public void Fill(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Taker? taker;
        IWaiter? reserver = null;
        Taker[] leavers = [];
        lock (_gate)
        {
            TakeReservation();
            _runtime.Publish(Resource, Access.Write);
            if (_takers.TryDequeue(out taker))
            {
                taker.Item = item;
                reserver = HandFreeSlotOn();
                leavers = DismissTakersWhenDrained();
            }
            else
            {
                _items.Enqueue(item);
            }
        }

        taker?.Waiter.TryRelease(WaitOutcome.Signaled);
        reserver?.TryRelease(WaitOutcome.Signaled);
        ReleaseClosed(leavers);
    }

    /// <summary>Gives a reserved slot back. Without a reserved slot it throws <see cref="InvalidOperationException"/>.</summary>
    public void Unreserve()
    {
        IWaiter? reserver;
        Taker[] leavers;
        lock (_gate)
        {
            TakeReservation();
            _runtime.Publish(Resource, Access.Write);
            reserver = HandFreeSlotOn();
            leavers = DismissTakersWhenDrained();
        }

        reserver?.TryRelease(WaitOutcome.Signaled);
        ReleaseClosed(leavers);
    }

    /// <summary>Waits for a free slot and puts the item into it; false, and the item is not taken, when the queue is closed.</summary>
    public async ValueTask<bool> Enqueue(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (!await Reserve())
        {
            return false;
        }

        Fill(item);
        return true;
    }

    /// <summary>
    /// Waits for an item and takes it out; null once the queue is closed, every item has been taken and no reserved slot is left that
    /// could still be filled.
    /// </summary>
    public async ValueTask<T?> Dequeue()
    {
        await _runtime.Point(LockPoints.QueueDequeue, Resource, Access.Write);
        T? item;
        IWaiter? reserver = null;
        Taker? taker = null;
        lock (_gate)
        {
            if (_items.TryDequeue(out item))
            {
                _runtime.Publish(Resource, Access.Write);
                reserver = HandFreeSlotOn();
            }
            else if (_isClosed && _reserved == 0)
            {
                return null;
            }
            else
            {
                taker = new Taker(_runtime.CreateWaiter(this));
                _takers.Enqueue(taker);
            }
        }

        if (taker is not null)
        {
            await taker.Waiter.Wait();
            return taker.Item;
        }

        reserver?.TryRelease(WaitOutcome.Signaled);
        return item;
    }

    /// <summary>
    /// Refuses further reservations, also those that wait. Items that are in the queue, and slots that are reserved, are still delivered.
    /// Closing twice does nothing.
    /// </summary>
    public void Close()
    {
        IWaiter[] reservers;
        Taker[] leavers;
        lock (_gate)
        {
            _isClosed = true;
            _runtime.Publish(Resource, Access.Write);
            reservers = [.. _reservers];
            _reservers.Clear();
            leavers = DismissTakersWhenDrained();
        }

        foreach (var reserver in reservers)
        {
            reserver.TryRelease(WaitOutcome.Closed);
        }

        ReleaseClosed(leavers);
    }

    /// <summary>Empty: anybody may put an item in or take one out.</summary>
    public IReadOnlyList<string> DescribeHolders() => [];

    /// <inheritdoc/>
    public string? DescribeForgotten()
    {
        lock (_gate)
        {
            if (_takers.Count > 0 && _items.Count > 0)
            {
                return "it has an item";
            }

            return _reservers.Count > 0 && _reserved + _items.Count < _capacity ? "it has a free slot" : null;
        }
    }

    private static void ReleaseClosed(Taker[] takers)
    {
        foreach (var taker in takers)
        {
            taker.Waiter.TryRelease(WaitOutcome.Closed);
        }
    }

    private void TakeReservation()
    {
        if (_reserved == 0)
        {
            throw new InvalidOperationException($"Queue '{_name}' has no reserved slot to fill or to give back.");
        }

        _reserved--;
    }

    // One slot has just become free. After the close nobody waits for it.
    private IWaiter? HandFreeSlotOn()
    {
        if (!_reservers.TryDequeue(out var reserver))
        {
            return null;
        }

        _reserved++;
        return reserver;
    }

    // Tasks wait for items only while there are none, so the queue is drained when nothing more can be filled in.
    private Taker[] DismissTakersWhenDrained()
    {
        if (!_isClosed || _reserved > 0 || _takers.Count == 0)
        {
            return [];
        }

        Taker[] takers = [.. _takers];
        _takers.Clear();
        return takers;
    }

    private sealed class Taker(IWaiter waiter)
    {
        internal IWaiter Waiter { get; } = waiter;

        internal T? Item { get; set; }
    }
}

using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Schedules;

namespace Sim.Simulation.Scheduling;

/// <summary>
/// A task of the simulated world, and the synchronization context of its code: what an ordinary await of the task leaves behind comes back
/// through <see cref="Post"/> as something that the task can do next, so that the choice of when stays with the scheduler.
/// </summary>
internal sealed class SimulatedTask : SynchronizationContext
{
    private const int TimedOut = 0x102;

    private readonly Incarnation _incarnation;
    private readonly DecisionSites? _sites;
    private Visits[] _visits = new Visits[4];
    private int _points;

    // The resumptions that can run, oldest first: a list of RunnableCount. Last means something only when there are two or more.
    public int RunnableCount;
    public Resumption? First;
    public Resumption? Last;

    // True once its body has ended; what the body did not wait for may go on.
    public bool HasEnded;

    // What it waits for in locks, events and queues.
    public Waiter? FirstWaiter;

    private PointResumption? _point;

    public SimulatedTask(Incarnation incarnation, int id, string name)
    {
        _incarnation = incarnation;
        _sites = incarnation.Sites;
        Id = id;
        Name = name;
        Key = StableHash.Of(name);
        SetWaitNotificationRequired();
    }

    public int Id { get; }

    public string Name { get; }

    public ulong Key { get; }

    /// <summary>Its place among the tasks that have not ended.</summary>
    public LinkedListNode<SimulatedTask>? Place { get; set; }

    /// <summary>The resumption that can run and became so first, or null.</summary>
    public Resumption? FirstRunnable => RunnableCount == 0 ? null : First;

    public PointName? LastPoint { get; set; }

    public long LastOccurrence { get; set; }

    public override void Post(SendOrPostCallback d, object? state) => _incarnation.Post(this, d, state);

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!_incarnation.IsRunning(this))
        {
            throw new NotSupportedException($"A call to task '{Name}' that blocks its caller cannot be simulated.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>
    /// Whatever blocks the thread comes by here: <c>Task.Wait</c>, a semaphore, a lock that another thread holds. A lock that the framework or
    /// another world holds for a moment is waited for; a task would never be done, since this is the thread that it needs.
    /// </summary>
    public override int Wait(IntPtr[] waitHandles, bool waitAll, int millisecondsTimeout)
    {
        var grace = (int)_incarnation.BlockingGrace.TotalMilliseconds;
        var isShort = millisecondsTimeout >= 0 && millisecondsTimeout <= grace;
        var outcome = WaitHelper(waitHandles, waitAll, isShort ? millisecondsTimeout : grace);
        if (outcome != TimedOut || isShort)
        {
            return outcome;
        }

        throw _incarnation.Blocked(this);
    }

    /// <summary>A resumption for a point that the task has reached.</summary>
    public PointResumption Rent()
    {
        // A task is at one point at a time, unless it awaits several things at once.
        var point = _point ??= new PointResumption(_incarnation, this);
        while (point.IsTaken)
        {
            point = point.NextSpare ??= new PointResumption(_incarnation, this);
        }

        return point;
    }

    /// <summary>Keeps the line of the program that comes to the point, where it was asked for. What another task does to this one says nothing of where this one is.</summary>
    public void NoteSite(PointName point, long visit)
    {
        if (_sites is { } sites && _incarnation.IsRunning(this))
        {
            sites.Note(_incarnation.Number, Name, point, visit);
        }
    }

    /// <summary>Counts a visit to the point, and returns its number, from 1 on.</summary>
    public long Visit(PointName point)
    {
        // An open-addressed table. Keys are well-mixed hashes; 0 marks a free slot, and no name in use hashes to it.
        var mask = _visits.Length - 1;
        var slot = unchecked((int)point.Key) & mask;
        while (true)
        {
            ref var visits = ref _visits[slot];
            if (visits.Key == point.Key)
            {
                return ++visits.Count;
            }

            if (visits.Key == 0)
            {
                visits = new Visits(point.Key, 1);
                if (++_points * 4 > _visits.Length * 3)
                {
                    Grow();
                }

                return 1;
            }

            slot = (slot + 1) & mask;
        }
    }

    /// <summary>The visits so far by the key of the point.</summary>
    public Dictionary<ulong, long> CopyVisits() =>
        _visits.Where(visits => visits.Key != 0).ToDictionary(visits => visits.Key, visits => visits.Count);

    private void Grow()
    {
        var previous = _visits;
        _visits = new Visits[previous.Length * 2];
        var mask = _visits.Length - 1;
        foreach (var visits in previous)
        {
            if (visits.Key != 0)
            {
                var slot = unchecked((int)visits.Key) & mask;
                while (_visits[slot].Key != 0)
                {
                    slot = (slot + 1) & mask;
                }

                _visits[slot] = visits;
            }
        }
    }

    private struct Visits(ulong key, long count)
    {
        public readonly ulong Key = key;
        public long Count = count;
    }
}

using Sim.Runtime.Scheduling;
using Sim.Simulation.Clocks;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Races;

/// <summary>
/// Looks for data races by happens-before: of two accesses that conflict, one must have happened before the other. As FastTrack does (Flanagan and
/// Freund, "FastTrack: efficient and precise dynamic race detection", 2009), of the writes of a resource only the last is kept, since those before it
/// happened before it or would have been reported; reads are kept one for each task until the next write.
/// </summary>
/// <remarks>
/// <para>What orders two steps: being of one task; starting a task; releasing what the other waits for, or completing what it awaits; setting the
/// timer that woke it; and publishing a resource (<see cref="Runtime.IRuntime.Publish"/>) at which the other is at a point later: giving back a
/// lock, setting an event. What was given back with <see cref="Access.Read"/> orders only those who then come to write. The end of a task
/// comes before whatever the task that started it does next, whether or not that waited for it.</para>
/// <para>What is not seen: an access without a point; and an order that plain objects of .NET make without anybody waiting, such as a
/// <c>Channel</c> that has an item already, a <c>SemaphoreSlim</c> that is free, or a task that has ended when somebody other than who started it
/// awaits it. A program that orders its data so must publish what it does, or not ask for this. Not checked: several flows of one task, which
/// count as ordered.</para>
/// </remarks>
internal sealed class RaceDetector(Incarnation incarnation) : IStepObserver
{
    private readonly Dictionary<ulong, Published> _published = [];
    private readonly Dictionary<ulong, History> _histories = [];
    private readonly List<State> _tasks = [];
    private VectorClock _now = new();
    private State? _current;

    /// <inheritdoc/>
    public void BeginStep(Resumption step)
    {
        var task = step.Task;
        _current = _tasks[task.Id];
        _now = _current.Clock;
        if (_current.Ended is { } ended)
        {
            _now.Join(ended);
            _current.Ended = null;
        }

        if (step.Before is { } before)
        {
            _now.Join(before);
            step.Before = null;
        }

        var count = _now.Advance(task.Id);
        var resource = step.Resource;
        if (resource.IsData && step is PointResumption)
        {
            Check(step, count);
        }
        else if (_published.TryGetValue(resource.Key, out var published))
        {
            _now.Join(published.Exclusive);
            if (step.Access == Access.Write)
            {
                _now.Join(published.Shared);
            }
        }
    }

    /// <inheritdoc/>
    public void AddStart(Resumption first)
    {
        // Tasks are numbered in the order in which they are started.
        _tasks.Add(new State(_current));
        AddWake(first);
    }

    /// <inheritdoc/>
    public void AddWake(Resumption woken)
    {
        if (woken.Before is null)
        {
            woken.Before = _now.Copy();
        }
        else
        {
            woken.Before.Join(_now);
        }
    }

    /// <inheritdoc/>
    public void AddPassedWait(Resumption released)
    {
        if (released.Before is { } before)
        {
            _now.Join(before);
        }
    }

    /// <inheritdoc/>
    public void AddPublish(Resource resource, Access access)
    {
        if (!_published.TryGetValue(resource.Key, out var published))
        {
            _published.Add(resource.Key, published = new Published());
        }

        (access == Access.Write ? published.Exclusive : published.Shared).Join(_now);
    }

    /// <inheritdoc/>
    public void AddTimer(VirtualTimer timer) => timer.Before = _now.Copy();

    /// <inheritdoc/>
    public void AddDiskCall()
    {
        // Files are no data, and order nothing.
    }

    /// <inheritdoc/>
    public void AddStream(string name)
    {
        // A stream that two tasks share is no data that a point names.
    }

    /// <inheritdoc/>
    public void AddEnd(SimulatedTask task)
    {
        var state = _tasks[task.Id];
        if (state.Starter is { } starter)
        {
            (starter.Ended ??= new VectorClock()).Join(state.Clock);
        }
    }

    /// <inheritdoc/>
    public void BeginTimer(VirtualTimer timer)
    {
        _current = null;
        _now = timer.Before?.Copy() ?? new VectorClock();
    }

    private void Check(Resumption step, long count)
    {
        if (!_histories.TryGetValue(step.Resource.Key, out var history))
        {
            _histories.Add(step.Resource.Key, history = new History());
        }

        var mine = new Entry(step.Task, count, step.Point, step.Occurrence, step.Access);
        if (history.Write is { } write)
        {
            Compare(write, mine, step.Resource);
        }

        if (step.Access == Access.Read)
        {
            history.Reads.RemoveAll(read => read.Task == step.Task);
            history.Reads.Add(mine);
            return;
        }

        foreach (var read in history.Reads)
        {
            Compare(read, mine, step.Resource);
        }

        history.Reads.Clear();
        history.Write = mine;
    }

    private void Compare(Entry earlier, Entry later, Resource resource)
    {
        if (_now[earlier.Task.Id] < earlier.Count)
        {
            incarnation.Fail(new DataRaceException(resource.Name, earlier.ToAccess(), later.ToAccess()), later.Task.Name);
        }
    }

    private sealed record Entry(SimulatedTask Task, long Count, PointName Point, long Occurrence, Access Access)
    {
        public DataAccess ToAccess() => new(Task.Name, Point.Name, Occurrence, Access);
    }

    private sealed class State(State? starter)
    {
        public State? Starter { get; } = starter;

        public VectorClock Clock { get; } = new();

        // What tasks that this one has started had done when they ended, until its next step.
        public VectorClock? Ended { get; set; }
    }

    private sealed class Published
    {
        public VectorClock Exclusive { get; } = new();

        public VectorClock Shared { get; } = new();
    }

    private sealed class History
    {
        public Entry? Write { get; set; }

        public List<Entry> Reads { get; } = [];
    }
}

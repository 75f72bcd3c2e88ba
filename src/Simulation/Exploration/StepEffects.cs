using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Clocks;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Exploration;

/// <summary>What the world has seen one step do: what it was declared to touch, and what it did to others.</summary>
internal sealed class StepEffects(bool onlyPointsShare) : IStepObserver
{
    // What all of a kind share, under names that no resource has.
    private static readonly ulong Tasks = StableHash.Combine(StableHash.Of("tasks"), 2);
    private static readonly ulong Timers = StableHash.Combine(StableHash.Of("timers"), 2);
    private static readonly ulong Disk = StableHash.Combine(StableHash.Of("disk"), 2);

    private readonly List<ulong> _read = [];
    private readonly List<ulong> _written = [];
    private SimulatedTask? _task;
    private bool _isUnknown;

    /// <summary>Whether timers have fired since the last step: nothing could run then, so whatever comes after it comes after all that was before.</summary>
    public bool IsAfterTimers { get; private set; }

    /// <summary>
    /// Whether some task so far had several things to do at once. The steps of a task are taken to come in one order, so source sets would miss the
    /// others.
    /// </summary>
    public bool HasFlows { get; private set; }

    /// <inheritdoc/>
    public void BeginStep(Resumption step)
    {
        _read.Clear();
        _written.Clear();
        IsAfterTimers = false;
        var task = step.Task;
        _task = task;
        _isUnknown = false;
        HasFlows |= task.RunnableCount > 0 || task.FirstWaiter is not null;
        if (step.Resource.Key != Resource.None.Key)
        {
            (step.Access == Access.Write ? _written : _read).Add(step.Resource.Key);
        }
        else
        {
            // A step that was begun or goes on at no point may touch anything, unless it is known that only points do.
            _isUnknown = !onlyPointsShare || step is PointResumption;
        }
    }

    /// <inheritdoc/>
    public void AddStart(Resumption first)
    {
        _written.Add(Tasks);
        AddWake(first);
    }

    /// <inheritdoc/>
    public void AddWake(Resumption woken)
    {
        if (woken.Task is not { } task)
        {
            // It was released before anybody waits; whoever will is not known.
            _isUnknown = true;
            return;
        }

        _written.Add(Footprint.KeyOfTask(task.Key));
        if (woken.Resource.Key != Resource.None.Key)
        {
            _written.Add(woken.Resource.Key);
        }
    }

    /// <inheritdoc/>
    public void AddPassedWait(Resumption released) => _isUnknown = true;

    /// <inheritdoc/>
    public void AddPublish(Resource resource, Access access) => (access == Access.Write ? _written : _read).Add(resource.Key);

    /// <inheritdoc/>
    public void AddTimer(VirtualTimer timer) => _written.Add(Timers);

    /// <inheritdoc/>
    public void AddDiskCall() => _written.Add(Disk);

    /// <inheritdoc/>
    public void AddStream(string name) => _isUnknown = true;

    /// <inheritdoc/>
    public void AddEnd(SimulatedTask task)
    {
        // Whom it lets go on is noted where it does.
    }

    /// <inheritdoc/>
    public void BeginTimer(VirtualTimer timer) => IsAfterTimers = true;

    /// <summary>All of it, once the step is over.</summary>
    public Footprint ToFootprint()
    {
        // A task that has not ended and waits neither at a point nor in a lock awaits something plain: who would have let it pass may have been
        // any other step.
        var task = _task!;
        var isPlainWait = task.RunnableCount == 0 && !task.HasEnded && task.FirstWaiter is null;
        return new Footprint(task.Key, _isUnknown || isPlainWait, [.. _read], [.. _written]);
    }
}

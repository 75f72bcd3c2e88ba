using Sim.Runtime.Scheduling;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Exploration;

/// <summary>What the world has seen one step do: what it was declared to touch, and whom it woke.</summary>
internal sealed class StepEffects
{
    // Whoever sets an event has touched it before at no point, so nothing tells which steps the wait for one commutes with.
    private static readonly ulong EventWait = new PointName("event.wait").Key;

    private readonly List<ulong> _woken = [];
    private SimulatedTask? _task;
    private ulong _point;
    private ulong _resource;
    private Access _access;
    private bool _isUnknown;

    /// <summary>A step begins.</summary>
    public void Begin(Resumption step)
    {
        _woken.Clear();
        _task = step.Task;
        _point = step.Point.Key;
        _resource = step.Resource.Key;
        _access = step.Access;

        // A task that awaits several things at once shares what it likes among its flows.
        _isUnknown = _point == EventWait || _task.RunnableCount > 0;
    }

    /// <summary>The step did something that no point declares.</summary>
    public void AddUnknown() => _isUnknown = true;

    /// <summary>The step made something runnable that waited for this.</summary>
    public void AddWoken(ulong key) => _woken.Add(key);

    /// <summary>All of it, once the step is over.</summary>
    /// <param name="startsAreSilent">Whether the first step of a task touches nothing shared.</param>
    public Footprint ToFootprint(bool startsAreSilent)
    {
        var task = _task!;
        var isUndeclared = _resource == Resource.None.Key && !(startsAreSilent && _point == PointNames.Start.Key);

        // A task that neither goes on nor has ended waits for something: who would have let it pass may have been any other step.
        var isWaiting = task.RunnableCount == 0 && !task.HasEnded;
        var isUnknown = _isUnknown || isUndeclared || isWaiting || task.RunnableCount > 1;
        return new Footprint(task.Key, isUnknown, _resource, _access == Access.Write, _woken.Count == 0 ? [] : [.. _woken]);
    }
}

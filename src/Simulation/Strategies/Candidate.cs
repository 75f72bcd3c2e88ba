using Sim.Runtime.Scheduling;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Strategies;

/// <summary>A step that could be taken next: a task, and what it would do first. Valid during the decision only.</summary>
public readonly ref struct Candidate
{
    private readonly Resumption _resumption;

    internal Candidate(Resumption resumption) => _resumption = resumption;

    /// <summary>The task.</summary>
    public TaskId Task => new(_resumption.Task.Id);

    /// <summary>The task's name.</summary>
    public string TaskName => _resumption.Task.Name;

    /// <summary>A hash of the task's name, the same in every process.</summary>
    public ulong TaskKey => _resumption.Task.Key;

    /// <summary>The point from which the task would go on.</summary>
    public PointName Point => _resumption.Point;

    /// <summary>Which of the task's visits to that point this is, from 1 on.</summary>
    public long Occurrence => _resumption.Occurrence;

    /// <summary>What the task is about to touch; <see cref="Sim.Runtime.Scheduling.Resource.None"/> when that is unknown.</summary>
    public Resource Resource => _resumption.Resource;

    /// <summary>How it is about to touch it.</summary>
    public Access Access => _resumption.Access;

    /// <summary>When it became runnable: a number that grows from candidate to candidate, unique within the incarnation.</summary>
    public long Arrival => _resumption.Arrival;
}

using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Races;

/// <summary>One access to data.</summary>
/// <param name="Task">The task.</param>
/// <param name="Point">The point at which it declared the access.</param>
/// <param name="Occurrence">Which of the task's visits to that point, from 1 on.</param>
/// <param name="Access">What it did.</param>
public sealed record DataAccess(string Task, string Point, long Occurrence, Access Access)
{
    /// <summary>Part of a sentence for a report.</summary>
    public override string ToString() => $"{Task} {(Access == Access.Write ? "writes" : "reads")} at {Point} #{Occurrence}";
}

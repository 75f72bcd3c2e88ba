namespace Sim.Simulation;

/// <summary>The name of one step of a run, which stays the same while the task it belongs to does the same.</summary>
/// <param name="Task">The task.</param>
/// <param name="Point">The scheduling point from which the step would go on: see <see cref="PointNames"/> for those that the world adds.</param>
/// <param name="Occurrence">Which of the task's visits to that point, from 1 on, counted since the rule was armed: 0 is the one that
/// it stood before then. A rule given to a run is armed at its start.</param>
public sealed record KillPoint(string Task, string Point, long Occurrence);

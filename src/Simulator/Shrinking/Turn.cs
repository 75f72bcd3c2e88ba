namespace Sim.Simulator.Shrinking;

/// <summary>A stretch of a run in which one task took all steps.</summary>
/// <param name="Incarnation">The run, from 1 on.</param>
/// <param name="Task">The task.</param>
/// <param name="Steps">How many steps it took.</param>
internal sealed record Turn(int Incarnation, string Task, long Steps);

namespace Sim.Simulation;

/// <summary>
/// Kills a run just before a named step of the first task that comes to it and whose name differs from the named one's in its numbers alone. What is left out of a program
/// gives many a task another number.
/// </summary>
/// <param name="At">The step.</param>
public sealed record KillAtPointOfAny(KillPoint At) : KillRule;

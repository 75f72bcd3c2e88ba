namespace Sim.Simulation;

/// <summary>Kills a run just before a named step.</summary>
/// <param name="At">The step, as in <see cref="RunResult.KilledAt"/>.</param>
public sealed record KillAtPoint(KillPoint At) : KillRule;

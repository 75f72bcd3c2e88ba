namespace Sim.Simulation;

/// <summary>Kills a run after this many of its steps.</summary>
/// <param name="Steps">How many steps are executed; zero kills before the first.</param>
public sealed record KillAfterSteps(long Steps) : KillRule;

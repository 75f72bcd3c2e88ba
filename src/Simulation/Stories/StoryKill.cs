namespace Sim.Simulation.Stories;

/// <summary>A kill of a <see cref="Story"/>.</summary>
/// <param name="Rule">When it strikes.</param>
/// <param name="Crash">What the disk then keeps.</param>
public sealed record StoryKill(KillRule Rule, CrashOutcome Crash);

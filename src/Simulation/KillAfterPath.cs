namespace Sim.Simulation;

/// <summary>
/// Kills a run soon after a rare path was taken. What is unusual in a program is often wrong for a short time only, until the next usual step has put it right; kills that
/// are spread evenly fall into usual times.
/// </summary>
/// <param name="Path">The name of the path.</param>
/// <param name="Taken">Which time it is taken, by whichever task, from 1 on, counted since the rule was armed.</param>
/// <param name="Then">The rule in force from then on. What it counts, it counts from that moment; it is neither of this kind nor one that names a task's step.</param>
public sealed record KillAfterPath(string Path, long Taken, KillRule Then) : KillRule;

namespace Sim.Simulation;

/// <summary>
/// Kills a run just before a flush of a directory that would settle many changes of its names. Most flushes settle the one change that came just before; where there are
/// more, either there is much to lose or an earlier flush was forgotten, and kills spread over all flushes seldom fall there.
/// </summary>
/// <param name="Changes">How many changes of names in the directory are unsettled, at least.</param>
/// <param name="Visit">Which of those flushes, from 1 on, counted since the rule was armed.</param>
public sealed record KillAtSettling(int Changes, long Visit) : KillRule;

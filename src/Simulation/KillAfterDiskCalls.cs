namespace Sim.Simulation;

/// <summary>
/// Kills a run just before a call that changes the disk. What a crash leaves depends on such calls alone, so kills spread over them
/// meet more different crashes than kills spread over all steps, most of which are reads and locks.
/// </summary>
/// <param name="Calls">How many such calls take effect before; zero kills before the first.</param>
public sealed record KillAfterDiskCalls(long Calls) : KillRule;

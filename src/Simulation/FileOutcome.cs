namespace Sim.Simulation;

/// <summary>What a crash has left of a file.</summary>
/// <param name="CreatedAs">The path under which it was created, without a leading '/'.</param>
/// <param name="Creation">Which of the files that were created there, from 1 on.</param>
/// <param name="Writes">Its writes that end differently from <see cref="CrashOutcome.KeepsOthers"/>, each once.</param>
public sealed record FileOutcome(string CreatedAs, int Creation, params IReadOnlyList<WriteOutcome> Writes);

namespace Sim.Simulation.Disks;

/// <summary>What a crash did to a write.</summary>
/// <param name="Outcome">What is left of it.</param>
/// <param name="IsWhole">True when all of it is.</param>
/// <param name="IsGone">True when nothing of it is.</param>
internal readonly record struct RecordedWrite(WriteOutcome Outcome, bool IsWhole, bool IsGone);

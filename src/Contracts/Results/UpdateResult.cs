namespace Sim.Contracts.Results;

/// <summary>What became of an operation.</summary>
/// <param name="Status">Whether it was applied, logged, or refused.</param>
/// <param name="Reason">Why it was refused, naming the point; null otherwise.</param>
public sealed record UpdateResult(UpdateStatus Status, string? Reason = null);

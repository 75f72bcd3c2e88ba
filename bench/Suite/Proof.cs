namespace Sim.Bench.Suite;

/// <summary>An exhaustive search of a fixed program.</summary>
/// <param name="IsClean">Whether no schedule showed a bug.</param>
/// <param name="IsComplete">Whether the search came to its end.</param>
/// <param name="Schedules">How many schedules it ran.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record Proof(bool IsClean, bool IsComplete, int Schedules, double Seconds);

namespace Sim.Bench.Suite;

/// <summary>What an exhaustive search showed of a fixed program.</summary>
/// <param name="Limit">How many runs a search may make.</param>
/// <param name="Schedules">How many schedules prove it clean, of those that differ by more than the order of steps that commute; null when there are too many.</param>
/// <param name="CutShort">How many runs were begun beside them and cut short.</param>
/// <param name="AllSchedules">How many schedules there are in all; null when there are too many.</param>
/// <param name="PreemptionBound">
/// Where there are too many to prove it: up to how many preemptions every schedule was run; null when it is proved, or when not even those without
/// any could be.
/// </param>
/// <param name="Seconds">How long it took.</param>
public sealed record FixedProof(long Limit, long? Schedules, long CutShort, long? AllSchedules, int? PreemptionBound, double Seconds);

namespace Sim.Bench.Suite;

/// <summary>One strategy on one program.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="Seeds">How many seeds were tried.</param>
/// <param name="Found">How many of them found the bug.</param>
/// <param name="MedianSchedules">
/// The median of the schedules to the first bug, that one included, over all seeds; null when that of the median was not found within the bound.
/// </param>
/// <param name="MostSchedules">The most that a seed took that found it; null when none did.</param>
/// <param name="MedianSeconds">The median of the seconds that a seed took, found or not.</param>
public sealed record Cell(string Strategy, int Seeds, int Found, int? MedianSchedules, int? MostSchedules, double MedianSeconds);

namespace Sim.Bench.Suite;

/// <summary>What was seen of a fixed program under all the strategies together.</summary>
/// <param name="Schedules">How many schedules were run.</param>
/// <param name="Bugs">How many of them showed a bug.</param>
/// <param name="Seconds">How long they took.</param>
public sealed record FixedCheck(int Schedules, int Bugs, double Seconds);

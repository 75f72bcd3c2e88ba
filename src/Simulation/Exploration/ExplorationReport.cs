using Sim.Simulation.Schedules;

namespace Sim.Simulation.Exploration;

/// <summary>What an exploration came to.</summary>
/// <param name="Schedules">How many runs were made to their end.</param>
/// <param name="CutShort">How many runs were ended early, because nothing new could come of them.</param>
/// <param name="Unfinished">How many runs came to the limit of steps; they count as schedules too.</param>
/// <param name="IsExhausted">Whether there is nothing left to run within the bound on preemptions. False when a bug ended it.</param>
/// <param name="IsBounded">Whether the bound on preemptions kept anything from being run.</param>
/// <param name="Bug">The end of the first run that was a bug; null when there was none.</param>
/// <param name="BugSchedule">The schedule of that run, for <see cref="Strategies.ReplayStrategy"/>.</param>
public sealed record ExplorationReport(
    long Schedules, long CutShort, long Unfinished, bool IsExhausted, bool IsBounded, RunResult? Bug, ScheduleRecord? BugSchedule)
{
    /// <summary>Whether it is proved that no schedule of the program has a bug.</summary>
    public bool IsProof => Bug is null && IsExhausted && !IsBounded && Unfinished == 0;
}

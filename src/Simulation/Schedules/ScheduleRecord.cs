namespace Sim.Simulation.Schedules;

/// <summary>
/// A schedule, as the departures from a base policy. Every subset of it is a schedule too; the empty one is the base policy, which
/// switches only where it must.
/// </summary>
/// <param name="Decisions">The departures, in the order in which they were taken.</param>
public sealed record ScheduleRecord(IReadOnlyList<ScheduleDecision> Decisions)
{
    /// <summary>The base policy.</summary>
    public static ScheduleRecord Base { get; } = new([]);
}

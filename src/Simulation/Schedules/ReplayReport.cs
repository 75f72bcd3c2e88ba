namespace Sim.Simulation.Schedules;

/// <summary>How well a recorded schedule fitted a run.</summary>
/// <param name="Applied">How many of the decisions were taken as recorded.</param>
/// <param name="Refused">Decisions whose place was reached while the chosen task could not run.</param>
/// <param name="Unmatched">Decisions whose place was never reached.</param>
public sealed record ReplayReport(int Applied, IReadOnlyList<ScheduleDecision> Refused, IReadOnlyList<ScheduleDecision> Unmatched)
{
    /// <summary>Those that were not taken.</summary>
    public IEnumerable<ScheduleDecision> Unfit => Refused.Concat(Unmatched);

    /// <summary>True when every decision was taken as recorded.</summary>
    public bool IsExact => Refused.Count == 0 && Unmatched.Count == 0;
}

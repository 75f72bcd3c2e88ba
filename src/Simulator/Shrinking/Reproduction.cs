using Sim.Contracts;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulator.Oracles;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>A plan, a schedule and faults of the disk that together give a failure.</summary>
internal sealed record Reproduction(Plan Plan, ValueList<ScheduleDecision> Schedule, ValueList<FiredFault> Faults, Failure Failure)
{
    /// <summary>That nothing can be left out; null when the budget ended before that was known.</summary>
    public required Certificate? Certificate { get; init; }

    /// <summary>How large the failure was before.</summary>
    public required CaseSize Original { get; init; }

    /// <summary>How far the search has come: it can go on from here.</summary>
    public required ShrinkProgress Progress { get; init; }
}

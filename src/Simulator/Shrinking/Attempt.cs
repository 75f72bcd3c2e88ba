using Sim.Contracts;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>A run that has given the failure.</summary>
internal sealed record Attempt
{
    /// <summary>Where in its pass its trial stood.</summary>
    public required int Position { get; init; }

    /// <summary>What kind of look its trial was; null for none.</summary>
    public required LookKind? Look { get; init; }

    /// <summary>What was done.</summary>
    public required Plan Plan { get; init; }

    /// <summary>The departures from the base policy, by steps of the plan.</summary>
    public required ValueList<AnchoredDecision> Anchored { get; init; }

    /// <summary>The same departures as a corpus entry has them.</summary>
    public required ValueList<ScheduleDecision> Schedule { get; init; }

    /// <summary>The faults of the disk that struck, by steps of the plan.</summary>
    public required ValueList<AnchoredFault> Faults { get; init; }

    /// <summary>The same faults as a corpus entry has them.</summary>
    public required ValueList<FiredFault> Fired { get; init; }

    /// <summary>The failure.</summary>
    public required Failure Failure { get; init; }

    /// <summary>How many steps of the plan were begun.</summary>
    public required int StepsBegun { get; init; }

    /// <summary>Where the kills struck.</summary>
    public required IReadOnlyList<StruckKill> Kills { get; init; }

    /// <summary>How many steps of the scheduler it took.</summary>
    public required long Cost { get; init; }
}

using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulation.Tracing;
using Sim.Simulator.Covering;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Running;

/// <summary>What one iteration did and found.</summary>
internal sealed record IterationResult
{
    /// <summary>What was found; null when every oracle was content.</summary>
    public required Failure? Failure { get; init; }

    /// <summary>The hash of every decision and event.</summary>
    public required ulong Hash { get; init; }

    /// <summary>What was done.</summary>
    public required IterationCounts Counts { get; init; }

    /// <summary>What was reached.</summary>
    public required Coverage Coverage { get; init; }

    /// <summary>Who chose in each run, in their order.</summary>
    public required IReadOnlyList<StrategyRun> Runs { get; init; }

    /// <summary>How many steps of the plan were begun; a failure does not need the ones after them.</summary>
    public required int PlanStepsBegun { get; init; }

    /// <summary>The schedule; null unless it was asked for.</summary>
    public required ScheduleRecord? Schedule { get; init; }

    /// <summary>The faults of the disk that struck.</summary>
    public required IReadOnlyList<FiredFault> Faults { get; init; }

    /// <summary>Where the kills struck that did not have to wait for a step of the plan to do it.</summary>
    public required IReadOnlyList<StruckKill> Kills { get; init; }

    /// <summary>The trace.</summary>
    public required Trace Trace { get; init; }
}

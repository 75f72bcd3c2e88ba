using Sim.Contracts;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>A run that may give the failure with less.</summary>
internal sealed record Trial
{
    /// <summary>Where in its pass it stands: where to go on when it gives the failure.</summary>
    public required int Position { get; init; }

    /// <summary>What is done.</summary>
    public required Plan Plan { get; init; }

    /// <summary>The schedule, by steps of this plan; what is not in it is as the base policy says.</summary>
    public ValueList<AnchoredDecision> Schedule { get; init; } = [];

    /// <summary>Makes a strategy to be used instead of a schedule.</summary>
    public Func<IStrategy>? Strategy { get; init; }

    /// <summary>Makes the source of the disk's faults.</summary>
    public required Func<IFaultSource> Faults { get; init; }

    /// <summary>The most departures from the base policy that its run may have.</summary>
    public int PreemptionsMax { get; init; } = int.MaxValue;
}

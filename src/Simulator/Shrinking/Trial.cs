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

    /// <summary>Whether a departure also counts for a task that differs from the recorded one in the numbers of its name alone.</summary>
    public bool AllowsOtherNumbers { get; init; }

    /// <summary>Makes a strategy to be used instead of a schedule.</summary>
    public Func<IStrategy>? Strategy { get; init; }

    /// <summary>The faults of the disk, by steps of this plan.</summary>
    public ValueList<AnchoredFault> Faults { get; init; } = [];

    /// <summary>Makes a source of faults to be used instead of a list.</summary>
    public Func<IFaultSource>? FaultSource { get; init; }

    /// <summary>The most departures from the base policy that its run may have.</summary>
    public int PreemptionsMax { get; init; } = int.MaxValue;

    /// <summary>What kind of look it is; null for one that is no more than the schedule as far as it is left.</summary>
    public LookKind? Look { get; init; }

    /// <summary>What <see cref="Strategy"/> does, in words that no other strategy has; null where it draws.</summary>
    public string? StrategyForm { get; init; }

    /// <summary>What is tried, where nothing of it is drawn: two trials with the same form have the same end. Null for others.</summary>
    public TrialForm? Form => FaultSource is null && (Strategy is null || StrategyForm is not null)
        ? new TrialForm(Plan, Schedule, Faults, StrategyForm ?? (AllowsOtherNumbers ? "renamed" : null), PreemptionsMax)
        : null;
}

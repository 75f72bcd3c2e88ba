using Sim.Contracts;
using Sim.Simulation.Schedules;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>Everything that the end of a trial depends on, where nothing of it is drawn.</summary>
/// <param name="Plan">What is done.</param>
/// <param name="Schedule">The schedule.</param>
/// <param name="Faults">The faults of the disk.</param>
/// <param name="Strategy">What leads the run instead of the schedule; null for nothing.</param>
/// <param name="PreemptionsMax">The most departures that the run may have.</param>
internal sealed record TrialForm(Plan Plan, ValueList<AnchoredDecision> Schedule, ValueList<AnchoredFault> Faults, string? Strategy, int PreemptionsMax);

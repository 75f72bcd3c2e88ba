using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>How large a case is.</summary>
/// <param name="Operations">Operations of the plan.</param>
/// <param name="Preemptions">Departures from running each task until it blocks.</param>
/// <param name="Faults">Kills and faults of the disk.</param>
internal sealed record CaseSize(int Operations, int Preemptions, int Faults)
{
    /// <summary>The size of a plan with so many preemptions and faults of the disk.</summary>
    public static CaseSize Of(Plan plan, int preemptions, int faults) =>
        new(plan.OperationCount, preemptions, plan.Steps.OfType<KillStep>().Sum(kill => 1 + kill.Recoveries.Count) + faults);

    public override string ToString() => FormattableString.Invariant($"{Operations} / {Preemptions} / {Faults}");
}

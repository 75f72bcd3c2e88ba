using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>Plans in which two operations that follow each other are one. Nothing is merged that would then mean something else.</summary>
internal static class MergedSteps
{
    /// <summary>The plan with the operation at this index and the next one merged; null when they cannot be.</summary>
    public static Variant? At(Plan plan, int index)
    {
        if (index + 1 >= plan.Steps.Count
            || plan.Steps[index] is not UpdateStep first
            || plan.Steps[index + 1] is not UpdateStep second
            || Merge(first.Operation, second.Operation) is not { } operation)
        {
            return null;
        }

        var without = Variant.Without(plan, i => i == index);
        var steps = without.Plan.Steps.Select((step, i) => i == index ? second with { Operation = operation } : step);
        return without with { Plan = without.Plan with { Steps = ValueList.From(steps) } };
    }

    private static Operation? Merge(Operation first, Operation second) => (first, second) switch
    {
        (UpsertPoints { Mode: UpsertMode.Upsert } one, UpsertPoints { Mode: UpsertMode.Upsert } two) =>
            new UpsertPoints(ValueList.From(one.Points.Where(p => two.Points.All(q => q.Id != p.Id)).Concat(two.Points))),
        (DeletePoints one, DeletePoints two) => new DeletePoints(ValueList.From(one.Ids.Concat(two.Ids).Distinct())),
        (ClearPayload one, ClearPayload two) => new ClearPayload(ValueList.From(one.Ids.Concat(two.Ids).Distinct())),
        _ => null,
    };
}

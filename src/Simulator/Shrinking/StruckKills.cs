using Sim.Contracts;
using Sim.Simulation;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>The kills of a plan, and where they struck.</summary>
internal static class StruckKills
{
    /// <summary>The plan with a kill that strikes at the place where it did; the plan as it is where the kill strikes there in any case.</summary>
    public static Plan Literal(Plan plan, StruckKill struck) =>
        struck.PlanStep < plan.Steps.Count && plan.Steps[struck.PlanStep] is KillStep kill && (struck.Recovery >= 0 || kill.Rule is not KillAfterSteps { Steps: 0 })
            ? With(plan, struck, new KillAtPoint(struck.At))
            : plan;

    /// <summary>The plan with kills at steps of tasks of any number instead of the named ones.</summary>
    public static Plan OfAnyNumber(Plan plan) => plan.ChangeKills(rule => rule is KillAtPoint at ? new KillAtPointOfAny(at.At) : rule);

    /// <summary>The plan with kills at the steps of the tasks that they struck, where any number would have done.</summary>
    public static Plan OfItsNumber(Plan plan, IReadOnlyList<StruckKill> kills)
    {
        foreach (var struck in kills)
        {
            var kill = (KillStep)plan.Steps[struck.PlanStep];
            var rule = struck.Recovery < 0 ? kill.Rule : kill.Recoveries[struck.Recovery].Rule;
            plan = rule is KillAtPointOfAny ? With(plan, struck, new KillAtPoint(struck.At)) : plan;
        }

        // The others did not strike.
        return plan.ChangeKills(rule => rule is KillAtPointOfAny any ? new KillAtPoint(any.At) : rule);
    }

    private static Plan With(Plan plan, StruckKill struck, KillRule rule)
    {
        var kill = (KillStep)plan.Steps[struck.PlanStep];
        var literal = struck.Recovery < 0
            ? kill with { Rule = rule }
            : kill with { Recoveries = ValueList.From(kill.Recoveries.Select((r, i) => i == struck.Recovery ? r with { Rule = rule } : r)) };
        return literal == kill ? plan : Variant.With(plan, struck.PlanStep, literal).Plan;
    }
}

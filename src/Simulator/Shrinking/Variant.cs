using Sim.Contracts;
using Sim.Contracts.Schema;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>A plan made from another one, and which of its steps comes from where.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Origins">For each of its steps, the index of the step that it was made from.</param>
internal sealed record Variant(Plan Plan, ValueList<int> Origins)
{
    /// <summary>The plan as it is.</summary>
    public static Variant Same(Plan plan) => new(plan, ValueList.From(Enumerable.Range(0, plan.Steps.Count)));

    /// <summary>The plan without the steps for which this is true.</summary>
    public static Variant Without(Plan plan, Func<int, bool> isLeftOut)
    {
        var origins = ValueList.From(Enumerable.Range(0, plan.Steps.Count).Where(i => !isLeftOut(i)));
        return new Variant(plan with { Steps = ValueList.From(origins.Select(i => plan.Steps[i])) }, origins);
    }

    /// <summary>The plan without what a client does in bursts; bursts of nobody else are left out.</summary>
    public static Variant WithoutClient(Plan plan, int number)
    {
        var steps = plan.Steps.Select(step => step is BurstStep burst ? burst with { Clients = ValueList.From(burst.Clients.Where(client => client.Number != number)) } : step);
        return Without(plan with { Steps = ValueList.From(steps) }, i => plan.Steps[i] is BurstStep burst && burst.Clients.All(client => client.Number == number));
    }

    /// <summary>The plan with another step in one place.</summary>
    public static Variant With(Plan plan, int index, PlanStep step) =>
        Same(plan with { Steps = ValueList.From(plan.Steps.Select((s, i) => i == index ? step : s)) });

    /// <summary>The plan with another schema, each of its steps and of those in bursts changed, or left out where that gives null.</summary>
    public static Variant Map(Plan plan, CollectionSchema schema, Func<PlanStep, PlanStep?> change)
    {
        var steps = plan.Steps.Select(step => (plan with { Steps = [step] }).Change(change).Steps.SingleOrDefault()).ToArray();
        var origins = ValueList.From(Enumerable.Range(0, steps.Length).Where(i => steps[i] is not null));
        return new Variant(plan with { Schema = schema, Steps = ValueList.From(origins.Select(i => steps[i]!)) }, origins);
    }
}

using Sim.Contracts.Queries;

namespace Sim.Simulator.Workload;

/// <summary>The client scrolls in the order of a field through all pages, from the query's start to the end.</summary>
internal sealed record OrderedScrollStep(OrderedScrollQuery Query) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

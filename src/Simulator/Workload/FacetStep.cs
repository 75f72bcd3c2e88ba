using Sim.Contracts.Queries;

namespace Sim.Simulator.Workload;

/// <summary>The client counts the values of a field.</summary>
internal sealed record FacetStep(FacetQuery Query) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

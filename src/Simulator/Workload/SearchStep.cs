using Sim.Contracts.Queries;

namespace Sim.Simulator.Workload;

/// <summary>The client searches.</summary>
internal sealed record SearchStep(SearchQuery Query) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

using Sim.Contracts.Queries;

namespace Sim.Simulator.Workload;

/// <summary>The client asks a query in stages.</summary>
internal sealed record QueryStep(PointQuery Query) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

using Sim.Contracts.Queries;

namespace Sim.Simulator.Workload;

/// <summary>The client retrieves points by their ids.</summary>
internal sealed record RetrieveStep(RetrieveQuery Query) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

using Sim.Contracts.Queries;

namespace Sim.Simulator.Workload;

/// <summary>The client asks for an estimate of a count.</summary>
internal sealed record EstimateStep(CountQuery Query) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

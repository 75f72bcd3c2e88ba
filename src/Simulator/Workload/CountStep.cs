using Sim.Contracts.Queries;

namespace Sim.Simulator.Workload;

/// <summary>The client counts.</summary>
internal sealed record CountStep(CountQuery Query) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

using Sim.Contracts.Queries;

namespace Sim.Simulator.Workload;

/// <summary>The client scrolls through all pages, from the query's offset to the end.</summary>
internal sealed record ScrollStep(ScrollQuery Query) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

using Sim.Contracts.Operations;

namespace Sim.Simulator.Workload;

/// <summary>The client sends an operation, and waits until it is applied or only until it is logged.</summary>
internal sealed record UpdateStep(Operation Operation, bool Wait) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

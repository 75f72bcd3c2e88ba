using Sim.Contracts.Operations;

namespace Sim.Simulator.Workload;

/// <summary>The client sends an operation, and waits until it is applied or only until it is logged.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Wait">True to wait until it is applied.</param>
internal sealed record UpdateStep(Operation Operation, bool Wait) : PlanStep
{
    /// <summary>How many reads another task makes meanwhile.</summary>
    public int ReadsBeside { get; init; }

    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

using Sim.Contracts.Operations;

namespace Sim.Simulator.Workload;

/// <summary>The client sends an operation, and waits until it is applied or only until it is logged.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Wait">True to wait until it is applied.</param>
internal sealed record UpdateStep(Operation Operation, bool Wait) : PlanStep
{
    /// <summary>
    /// Which kinds of read are compared during and after it: they take turns. Written out, so that taking a step away does not change what is
    /// compared after the others; it also names the task that reads beside.
    /// </summary>
    public int Turn { get; init; }

    /// <summary>How many reads another task makes meanwhile.</summary>
    public int ReadsBeside { get; init; }

    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

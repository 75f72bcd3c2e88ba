namespace Sim.Simulator.Workload;

/// <summary>The client asks for a flush, and waits for its end or goes on beside it.</summary>
internal sealed record FlushStep(bool Wait) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

namespace Sim.Simulator.Workload;

/// <summary>The client does nothing for a while of virtual time.</summary>
internal sealed record DelayStep(int Milliseconds) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

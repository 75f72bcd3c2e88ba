namespace Sim.Simulator.Workload;

/// <summary>The client waits until the optimizer has nothing left to do, which must come about.</summary>
internal sealed record SettleStep : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

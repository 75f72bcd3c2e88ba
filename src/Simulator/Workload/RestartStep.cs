namespace Sim.Simulator.Workload;

/// <summary>The collection is closed in order and opened again.</summary>
internal sealed record RestartStep : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

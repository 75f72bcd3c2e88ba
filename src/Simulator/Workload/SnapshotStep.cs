namespace Sim.Simulator.Workload;

/// <summary>The client asks for a snapshot, restores it into a second collection and looks at it; it waits for all this or goes on beside it.</summary>
internal sealed record SnapshotStep(bool Wait) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

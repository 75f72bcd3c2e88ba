namespace Sim.Simulator.Workload;

/// <summary>Changes the options of the live collection: an optimization under way is cancelled.</summary>
/// <param name="FlushIntervalMilliseconds">The new flush interval.</param>
/// <param name="IndexingThreshold">The new indexing threshold.</param>
/// <param name="MaxSegments">The new number of immutable segments above which the optimizer merges.</param>
internal sealed record ReconfigureStep(int FlushIntervalMilliseconds, int IndexingThreshold, int MaxSegments) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

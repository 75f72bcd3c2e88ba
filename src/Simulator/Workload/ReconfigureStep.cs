using Sim.Engine;

namespace Sim.Simulator.Workload;

/// <summary>Changes the options of the live collection: an optimization under way is cancelled.</summary>
/// <param name="FlushIntervalMilliseconds">The new flush interval.</param>
/// <param name="IndexingThreshold">The new indexing threshold.</param>
/// <param name="MaxSegments">The new number of immutable segments above which the optimizer merges.</param>
internal sealed record ReconfigureStep(int FlushIntervalMilliseconds, int IndexingThreshold, int MaxSegments) : PlanStep
{
    /// <summary>When operations become durable from here on.</summary>
    public Durability Durability { get; init; }

    /// <summary>For how long a flush of the log may be put off from here on.</summary>
    public int CommitWindowMilliseconds { get; init; }

    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}

using Sim.Contracts.Filters;

namespace Sim.Contracts.Queries;

/// <summary>
/// One stage of a <see cref="PointQuery"/>: the best of the points that its prefetches found, or of all points when there are none, best first, ties
/// in the order of their ids. Stages are exact. Each is a read of its own: while operations are under way they may see different moments.
/// </summary>
/// <param name="Ranking">What puts the points in order.</param>
/// <param name="Prefetches">The stages that find the points to be put in order.</param>
/// <param name="Filter">Which of the points to consider; null for all.</param>
/// <param name="Limit">How many points to find at the most.</param>
public sealed record QueryStage(Ranking Ranking, ValueList<QueryStage> Prefetches, Filter? Filter, int Limit)
{
    /// <summary>The worst score that is good enough, by the direction of the ranking; null for any.</summary>
    public float? ScoreThreshold { get; init; }
}

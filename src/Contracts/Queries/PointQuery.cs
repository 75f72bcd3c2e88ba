namespace Sim.Contracts.Queries;

/// <summary>A search in stages: prefetches, nested as one likes, find points, and the last stage puts them in order.</summary>
/// <param name="Stage">The last stage. Its limit counts what is returned after <see cref="Offset"/>.</param>
public sealed record PointQuery(QueryStage Stage)
{
    /// <summary>How many of the best points to leave out; from 0 on.</summary>
    public int Offset { get; init; }
}

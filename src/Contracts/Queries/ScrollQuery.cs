using Sim.Contracts.Filters;
using Sim.Contracts.Points;

namespace Sim.Contracts.Queries;

/// <summary>One page of the points that match the filter, in the order of their ids.</summary>
/// <param name="Filter">Which points to return; null for all.</param>
/// <param name="Offset">The first id that may be returned; null to start from the first.</param>
/// <param name="Limit">How many to return at the most; at least 1.</param>
public sealed record ScrollQuery(Filter? Filter, PointId? Offset, int Limit)
{
    /// <summary>What to return of the payloads.</summary>
    public PayloadSelector WithPayload { get; init; } = PayloadSelector.All;

    /// <summary>What to return of the vectors.</summary>
    public VectorSelector WithVectors { get; init; } = VectorSelector.All;
}

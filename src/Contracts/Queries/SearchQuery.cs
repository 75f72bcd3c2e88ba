using Sim.Contracts.Filters;
using Sim.Contracts.Points;

namespace Sim.Contracts.Queries;

/// <summary>
/// A search: the best <paramref name="Limit"/> of the points that have the vector and match the filter, best first, ties
/// in the order of their ids. An approximate one may miss some of the best and then returns next-best ones instead, never a point that does not match,
/// and every score is exact.
/// </summary>
/// <param name="VectorName">The named vector to compare with.</param>
/// <param name="Vector">What to compare with; of the dimension that the schema gives.</param>
/// <param name="Filter">Which points to consider; null for all.</param>
/// <param name="Limit">How many to return at the most; at least 1.</param>
public sealed record SearchQuery(string VectorName, DenseVector Vector, Filter? Filter, int Limit)
{
    /// <summary>The worst score that is good enough: the least where larger ones are better, the greatest where smaller ones are. Null for any.</summary>
    public float? ScoreThreshold { get; init; }

    /// <summary>How many of the best points to leave out; from 0 on.</summary>
    public int Offset { get; init; }

    /// <summary>What to return of the payloads.</summary>
    public PayloadSelector WithPayload { get; init; } = PayloadSelector.None;

    /// <summary>What to return of the vectors.</summary>
    public VectorSelector WithVectors { get; init; } = VectorSelector.None;

    /// <summary>True when none of the best points may be missed; false when speed matters more.</summary>
    public bool IsExact { get; init; } = true;

    /// <summary>
    /// How many candidates an approximate search keeps, at least 1: more find better points and take longer. Null for the default. The limit, where it
    /// is higher, counts instead. Without meaning for an exact search.
    /// </summary>
    public int? SearchWidth { get; init; }
}

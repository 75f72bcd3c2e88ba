using Sim.Contracts.Filters;

namespace Sim.Contracts.Queries;

/// <summary>
/// The values of a field that has an index of keywords, integers, bools or UUIDs, each with the number of points that have it and match the filter: the
/// greatest number first, ties in the order of the values.
/// </summary>
/// <param name="Field">The field.</param>
/// <param name="Filter">Which points to count; null for all.</param>
/// <param name="Limit">How many values to return at the most; at least 1.</param>
public sealed record FacetQuery(string Field, Filter? Filter, int Limit)
{
    /// <summary>
    /// True for the numbers as they are. False when speed matters more: then points may count that were deleted not long ago, so that a number is never
    /// too small but may be too large.
    /// </summary>
    public bool IsExact { get; init; } = true;
}

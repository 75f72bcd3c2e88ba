using Sim.Contracts.Filters;

namespace Sim.Contracts.Queries;

/// <summary>One page of the points that match the filter, in the order of a field's values.</summary>
/// <param name="Filter">Which points to return; null for all.</param>
/// <param name="Order">The order, and where the page starts.</param>
/// <param name="Limit">How many to return at the most; at least 1.</param>
public sealed record OrderedScrollQuery(Filter? Filter, OrderBy Order, int Limit);

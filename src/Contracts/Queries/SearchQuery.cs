using Sim.Contracts.Filters;
using Sim.Contracts.Points;

namespace Sim.Contracts.Queries;

/// <summary>
/// An exact search: the best <paramref name="Limit"/> of the points that have the vector and match the filter, best first, ties
/// in the order of their ids.
/// </summary>
/// <param name="VectorName">The named vector to compare with.</param>
/// <param name="Vector">What to compare with; of the dimension that the schema gives.</param>
/// <param name="Filter">Which points to consider; null for all.</param>
/// <param name="Limit">How many to return at the most; at least 1.</param>
public sealed record SearchQuery(string VectorName, DenseVector Vector, Filter? Filter, int Limit);

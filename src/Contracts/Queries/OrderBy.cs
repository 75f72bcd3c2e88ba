using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Contracts.Queries;

/// <summary>
/// An order of points by a payload field that has an index of integers, floats or moments. A point with several values counts with its least one, or in
/// descending order with its greatest; a point without a value that the index holds is left out. Ties are in the order of the ids, either way.
/// </summary>
/// <param name="Field">The field.</param>
public sealed record OrderBy(string Field)
{
    /// <summary>True for the greatest value first.</summary>
    public bool IsDescending { get; init; }

    /// <summary>The first value that may be returned, of the kind that the index holds; null to start with the first.</summary>
    public PayloadValue? StartFrom { get; init; }

    /// <summary>Of the points with the value <see cref="StartFrom"/>, the first id that may be returned; null for all. Needs a value to start from.</summary>
    public PointId? StartId { get; init; }
}

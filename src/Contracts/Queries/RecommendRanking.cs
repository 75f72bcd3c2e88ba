using Sim.Contracts.Points;

namespace Sim.Contracts.Queries;

/// <summary>
/// By the comparison of a named vector with those of points that exist. The examples are not among the results. A query is refused, naming
/// them, when examples do not exist or lack the vector.
/// </summary>
/// <param name="VectorName">The named vector.</param>
/// <param name="Positive">What to be like.</param>
/// <param name="Negative">What to be unlike.</param>
/// <param name="Strategy">How to compare.</param>
public sealed record RecommendRanking(string VectorName, ValueList<PointId> Positive, ValueList<PointId> Negative, RecommendStrategy Strategy) : Ranking
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IRankingVisitor<TResult> visitor) => visitor.Visit(this);
}

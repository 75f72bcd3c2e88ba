using Sim.Contracts.Points;

namespace Sim.Contracts.Queries;

/// <summary>By the comparison of a named vector with another; the points that lack it are left out.</summary>
/// <param name="VectorName">The named vector.</param>
/// <param name="Vector">What to compare with; of the dimension that the schema gives.</param>
public sealed record NearestRanking(string VectorName, DenseVector Vector) : Ranking
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IRankingVisitor<TResult> visitor) => visitor.Visit(this);
}

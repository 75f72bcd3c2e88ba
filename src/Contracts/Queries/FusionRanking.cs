namespace Sim.Contracts.Queries;

/// <summary>By the fusion of what the stage's prefetches found; there must be one at least, and no filter beside them.</summary>
/// <param name="Method">How.</param>
public sealed record FusionRanking(FusionMethod Method) : Ranking
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IRankingVisitor<TResult> visitor) => visitor.Visit(this);
}

namespace Sim.Contracts.Queries;

/// <summary>Handles every kind of <see cref="Ranking"/>; a new kind breaks the build wherever it is not handled.</summary>
/// <typeparam name="TResult">What the visit returns.</typeparam>
public interface IRankingVisitor<out TResult>
{
    /// <summary>Visits a comparison with a vector.</summary>
    TResult Visit(NearestRanking ranking);

    /// <summary>Visits a comparison with examples.</summary>
    TResult Visit(RecommendRanking ranking);

    /// <summary>Visits a fusion.</summary>
    TResult Visit(FusionRanking ranking);
}

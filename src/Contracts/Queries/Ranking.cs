namespace Sim.Contracts.Queries;

/// <summary>What puts the points of a stage in order.</summary>
public abstract record Ranking
{
    /// <summary>Calls the visitor's method for this kind of ranking.</summary>
    public abstract TResult Accept<TResult>(IRankingVisitor<TResult> visitor);
}

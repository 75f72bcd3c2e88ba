namespace Sim.Contracts.Filters;

/// <summary>Holds when the point has this named vector; for no point when the collection has none of this name.</summary>
public sealed record HasVectorCondition(string VectorName) : Condition
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}

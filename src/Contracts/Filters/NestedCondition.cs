namespace Sim.Contracts.Filters;

/// <summary>Holds when the point matches this filter.</summary>
public sealed record NestedCondition(Filter Filter) : Condition
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}

namespace Sim.Contracts.Filters;

/// <summary>Holds when the field is there and is null. An item of a list does not count.</summary>
public sealed record IsNullCondition(string Field) : Condition
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}

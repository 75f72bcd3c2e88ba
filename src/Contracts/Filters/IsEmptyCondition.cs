namespace Sim.Contracts.Filters;

/// <summary>Holds when the field is absent, null, or a list without items.</summary>
public sealed record IsEmptyCondition(string Field) : Condition
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}

namespace Sim.Contracts.Filters;

/// <summary>Holds when the field is a text that begins with this prefix, compared by ordinal value.</summary>
public sealed record PrefixCondition(string Field, string Prefix) : Condition
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}

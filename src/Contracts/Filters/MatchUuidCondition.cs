namespace Sim.Contracts.Filters;

/// <summary>Holds when the field is a text that is this UUID in its 36-character form, in capital or small letters.</summary>
public sealed record MatchUuidCondition(string Field, Guid Value) : Condition
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}

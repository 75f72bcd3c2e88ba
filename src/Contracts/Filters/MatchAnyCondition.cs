using Sim.Contracts.Payloads;

namespace Sim.Contracts.Filters;

/// <summary>Holds when the field has one of these values; each as in <see cref="MatchCondition"/>. Without values it holds for no point.</summary>
public sealed record MatchAnyCondition(string Field, ValueList<PayloadValue> Values) : Condition
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}

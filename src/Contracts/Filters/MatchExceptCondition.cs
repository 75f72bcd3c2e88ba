using Sim.Contracts.Payloads;

namespace Sim.Contracts.Filters;

/// <summary>Holds when the field has a bool, an integer or a text that is none of these values; each as in <see cref="MatchCondition"/>.</summary>
public sealed record MatchExceptCondition(string Field, ValueList<PayloadValue> Values) : Condition
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}

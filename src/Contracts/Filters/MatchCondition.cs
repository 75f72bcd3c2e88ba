using Sim.Contracts.Payloads;

namespace Sim.Contracts.Filters;

/// <summary>
/// Holds when the field has exactly this value: a bool, an integer or a text. The kinds must agree: the integer 1 does not match
/// the float 1.0. Values of other kinds are refused when the request is validated.
/// </summary>
public sealed record MatchCondition(string Field, PayloadValue Value) : Condition
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}

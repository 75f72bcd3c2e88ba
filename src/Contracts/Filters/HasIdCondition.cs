using Sim.Contracts.Points;

namespace Sim.Contracts.Filters;

/// <summary>Holds when the point's id is one of these.</summary>
public sealed record HasIdCondition(ValueList<PointId> Ids) : Condition
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}

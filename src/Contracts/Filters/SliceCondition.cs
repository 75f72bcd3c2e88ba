namespace Sim.Contracts.Filters;

/// <summary>
/// Holds for the points of one slice of the id space: those whose id, divided by <paramref name="Of"/>, leaves the remainder
/// <paramref name="Index"/>. A UUID counts as the number that its last eight bytes are in network order.
/// </summary>
/// <param name="Index">The slice, from 0 to <paramref name="Of"/> - 1.</param>
/// <param name="Of">The number of slices; at least 1.</param>
public sealed record SliceCondition(int Index, int Of) : Condition
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}

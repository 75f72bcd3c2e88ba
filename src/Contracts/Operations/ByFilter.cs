using Sim.Contracts.Filters;

namespace Sim.Contracts.Operations;

/// <summary>
/// Does an operation to the points that match a filter. Which points these are is settled when the operation is accepted, after every
/// operation accepted before it; what is logged names them by id.
/// </summary>
/// <param name="Filter">Which points.</param>
/// <param name="Operation">What to do to them; its own ids are empty.</param>
public sealed record ByFilter(Filter Filter, PointsOperation Operation) : Operation
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}

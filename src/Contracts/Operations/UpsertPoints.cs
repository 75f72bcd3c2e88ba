using Sim.Contracts.Points;

namespace Sim.Contracts.Operations;

/// <summary>Inserts points, replacing those with the same id whole: vectors and payload.</summary>
public sealed record UpsertPoints(ValueList<Point> Points) : Operation
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}

using Sim.Contracts.Points;

namespace Sim.Contracts.Operations;

/// <summary>
/// Inserts points, replacing those with the same id whole: vectors and payload. The mode may leave out the points that exist, or those that do
/// not, as it is when the operation is accepted.
/// </summary>
public sealed record UpsertPoints(ValueList<Point> Points) : Operation
{
    /// <summary>Which of the points are written.</summary>
    public UpsertMode Mode { get; init; }

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}

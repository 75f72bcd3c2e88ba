using Sim.Contracts.Points;

namespace Sim.Contracts.Operations;

/// <summary>Writes named vectors into points that exist and keeps their other vectors and their payload.</summary>
/// <param name="Points">The points and their new vectors; of one given twice, later vectors win over earlier ones of the same name.</param>
public sealed record UpdateVectors(ValueList<PointVectors> Points) : Operation
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}

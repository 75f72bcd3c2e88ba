using Sim.Contracts.Points;

namespace Sim.Contracts.Operations;

/// <summary>Deletes points.</summary>
public sealed record DeletePoints(ValueList<PointId> Ids) : PointsOperation(Ids)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}

using Sim.Contracts.Points;

namespace Sim.Contracts.Operations;

/// <summary>Takes these named vectors away from each point. The points stay, even without any vector.</summary>
public sealed record DeleteVectors(ValueList<PointId> Ids, ValueList<string> Names) : PointsOperation(Ids)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}

using Sim.Contracts.Points;

namespace Sim.Contracts.Operations;

/// <summary>Removes every entry from the payload of each point.</summary>
public sealed record ClearPayload(ValueList<PointId> Ids) : PointsOperation(Ids)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}

using Sim.Contracts.Points;

namespace Sim.Contracts.Operations;

/// <summary>Removes these top-level entries from the payload of each point.</summary>
public sealed record DeletePayload(ValueList<PointId> Ids, ValueList<string> Keys) : PointsOperation(Ids)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}

using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Contracts.Operations;

/// <summary>Replaces the payload of each point whole.</summary>
public sealed record OverwritePayload(ValueList<PointId> Ids, NameMap<PayloadValue> Payload) : PointsOperation(Ids)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}

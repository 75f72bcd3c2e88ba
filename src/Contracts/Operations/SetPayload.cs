using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Contracts.Operations;

/// <summary>Writes these top-level entries into the payload of each point and keeps its other entries.</summary>
public sealed record SetPayload(ValueList<PointId> Ids, NameMap<PayloadValue> Payload) : Operation
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}

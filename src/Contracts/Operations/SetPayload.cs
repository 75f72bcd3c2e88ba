using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Contracts.Operations;

/// <summary>
/// Writes these entries into the payload of each point and keeps its other entries: at the top level, or, with a <see cref="Key"/>, into the
/// object under that path. What lies on the path and is no object is replaced by one.
/// </summary>
public sealed record SetPayload(ValueList<PointId> Ids, NameMap<PayloadValue> Payload) : PointsOperation(Ids)
{
    /// <summary>Names of nested objects joined by dots; null for the top level. No name is empty.</summary>
    public string? Key { get; init; }

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}

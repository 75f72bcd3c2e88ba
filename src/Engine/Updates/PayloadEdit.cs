using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Engine.Segments;

namespace Sim.Engine.Updates;

/// <summary>Makes a point's new payload out of its old one.</summary>
internal sealed class PayloadEdit(Func<NameMap<PayloadValue>, NameMap<PayloadValue>> edit) : PointEdit
{
    public override Point Edited(Point point) => point with { Payload = edit(point.Payload) };

    public override void ApplyInPlace(AppendableSegment segment, PointId id, OperationNumber operation) =>
        segment.EditPayload(id, edit, operation);

    /// <summary>Merges entries into the object under a path, making objects on the way.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="path">Names joined by dots; null for the payload itself.</param>
    /// <param name="entries">What to write there.</param>
    public static NameMap<PayloadValue> Merge(NameMap<PayloadValue> payload, string? path, NameMap<PayloadValue> entries)
    {
        if (path is null)
        {
            return payload.WithAll(entries);
        }

        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? path : path[..dot];
        var inner = payload.Get(name) is { Kind: PayloadKind.Object } value ? value.Object : NameMap<PayloadValue>.Empty;
        return payload.With(name, PayloadValue.Of(Merge(inner, dot < 0 ? null : path[(dot + 1)..], entries)));
    }
}

using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;

namespace Sim.Engine.Search;

/// <summary>What a read returns of its points.</summary>
internal static class Projection
{
    /// <summary>The selected entries.</summary>
    public static NameMap<PayloadValue> Of(NameMap<PayloadValue> payload, PayloadSelector selector) => selector.Selection switch
    {
        PayloadSelection.None => NameMap<PayloadValue>.Empty,
        PayloadSelection.All => payload,
        PayloadSelection.Include => NameMap<PayloadValue>.From(payload.Where(entry => selector.Fields.Span.Contains(entry.Key))),
        PayloadSelection.Exclude => NameMap<PayloadValue>.From(payload.Where(entry => !selector.Fields.Span.Contains(entry.Key))),
    };

    /// <summary>The selected vectors.</summary>
    public static NameMap<DenseVector> Of(NameMap<DenseVector> vectors, VectorSelector selector) =>
        selector.Names is not { } names ? vectors : NameMap<DenseVector>.From(vectors.Where(vector => names.Span.Contains(vector.Key)));

    /// <summary>The point with what is selected of it.</summary>
    public static Point Of(Point point, PayloadSelector payload, VectorSelector vectors) =>
        payload.Selection == PayloadSelection.All && vectors.Names is null
            ? point
            : new(point.Id, Of(point.Vectors, vectors), Of(point.Payload, payload));
}

using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;

namespace Sim.Engine.Tests;

/// <summary>Small values that many tests need.</summary>
internal static class Samples
{
    public static readonly CollectionSchema Schema = new([new VectorSchema("v", 2, Distance.Euclid)], ShardCount: 1);

    public static readonly CollectionOptions SmallOptions = new()
    {
        FlushInterval = TimeSpan.FromMilliseconds(20),
        IndexingThreshold = 8,
        MaxSegments = 2,
        WalSegmentBytes = 512,
        UpdateChunk = 3,
        QueueCapacity = 4,
    };

    public static PointId Id(ulong number) => PointId.FromNumber(number);

    public static NameMap<PayloadValue> Payload(string name, long value) =>
        NameMap<PayloadValue>.Empty.With(name, PayloadValue.Of(value));

    public static Point Point(ulong number, float x = 0, float y = 0) => new(
        Id(number), NameMap<DenseVector>.Empty.With("v", [x, y]), Payload("n", (long)number));
}

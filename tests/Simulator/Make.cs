using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests;

/// <summary>Short names for the values that the tests are made of.</summary>
internal static class Make
{
    public static readonly CollectionSchema Schema = new([new VectorSchema("v", 1, Distance.Dot)], 1);

    public static readonly PlanOptions Options = new(
        FlushIntervalMilliseconds: 10,
        IndexingThreshold: 4,
        MaxSegments: 2,
        WalSegmentBytes: 1024,
        UpdateChunk: 2,
        QueueCapacity: 4,
        StepMicroseconds: 0);

    public static PointId Id(ulong number) => PointId.FromNumber(number);

    public static ValueList<PointId> Ids(params ulong[] numbers) => ValueList.From(numbers.Select(Id));

    public static Point Point(ulong id, float component = 1) =>
        new(Id(id), NameMap<DenseVector>.Empty.With("v", [component]), NameMap<PayloadValue>.Empty);

    public static Point Named(ulong id, string name) =>
        Point(id) with { Payload = NameMap<PayloadValue>.Empty.With("name", PayloadValue.Of(name)) };

    public static Plan Plan(params PlanStep[] steps) => new(Schema, Options, ValueList.From(steps));
}

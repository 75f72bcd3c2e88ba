using System.Collections.Concurrent;
using CsCheck;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Properties.CsCheck.Tests;

/// <summary>
/// The engine on real threads and the real disk, against a sorted map. What is compared is which points there are and where they lie, once all
/// updates have been applied; not searches, and nothing after a kill.
/// </summary>
public sealed class CollectionTests : IDisposable
{
    private const int Iterations = 15;

    private readonly string _directory = Directory.CreateTempSubdirectory("sim-").FullName;
    private readonly ConcurrentBag<LiveCollection> _made = [];

    [Fact]
    public void A_sequence_of_updates_flushes_and_reopenings_gives_the_points_of_the_map() =>
        Pairs().SampleModelBased([Upsert, Delete, Flush, Reopen], equal: IsSame, iter: Iterations, threads: 1);

    [Fact]
    public void Updates_of_several_threads_have_an_order() =>
        Pairs().SampleParallel(
            [Upsert, Delete, Flush], equal: IsSame, maxSequentialOperations: 3, maxParallelOperations: 5, iter: Iterations, threads: 3);

    public void Dispose()
    {
        foreach (var made in _made)
        {
            made.Close();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private static GenOperation<LiveCollection, SortedDictionary<ulong, float>> Upsert { get; } =
        Gen.ULong[1, 6].Select(Gen.Int[0, 99]).Operation<LiveCollection, SortedDictionary<ulong, float>>(
            t => $"upsert {t.Item1} at {t.Item2}", (collection, t) => collection.Upsert(t.Item1, t.Item2), (map, t) => map[t.Item1] = t.Item2);

    private static GenOperation<LiveCollection, SortedDictionary<ulong, float>> Delete { get; } =
        Gen.ULong[1, 6].Operation<LiveCollection, SortedDictionary<ulong, float>>(
            id => $"delete {id}", (collection, id) => collection.Delete(id), (map, id) => map.Remove(id));

    private static GenOperation<LiveCollection, SortedDictionary<ulong, float>> Flush { get; } =
        Gen.Operation<LiveCollection, SortedDictionary<ulong, float>>("flush", collection => collection.Flush(), _ => { });

    private static GenOperation<LiveCollection, SortedDictionary<ulong, float>> Reopen { get; } =
        Gen.Operation<LiveCollection, SortedDictionary<ulong, float>>("reopen", collection => collection.Close(), _ => { });

    private static bool IsSame(LiveCollection collection, SortedDictionary<ulong, float> map) => collection.Points().SequenceEqual(map);

    // It is opened when it is first used: each order that is tried makes a new pair, and uses the map alone.
    private Gen<(LiveCollection, SortedDictionary<ulong, float>)> Pairs() => Gen.Const(0).Select(_ =>
    {
        var collection = new LiveCollection($"{_directory}/{Guid.NewGuid():N}");
        _made.Add(collection);
        return (collection, new SortedDictionary<ulong, float>());
    });

    private sealed class LiveCollection(string directory)
    {
        private static readonly CollectionSchema Schema = new([new VectorSchema("v", 2, Distance.Euclid)], ShardCount: 2);

        private static readonly CollectionOptions Options = new()
        {
            FlushInterval = TimeSpan.FromMilliseconds(5),
            IndexingThreshold = 3,
            MaxSegments = 2,
            WalSegmentBytes = 512,
            UpdateChunk = 2,
            QueueCapacity = 4,
        };

        private readonly Lock _lock = new();
        private Collection? _collection;

        internal void Upsert(ulong id, float x)
        {
            var point = new Point(PointId.FromNumber(id), NameMap<DenseVector>.Empty.With("v", [x, 1]), NameMap<PayloadValue>.Empty);
            Blocking.Run(() => Opened().Update(new UpsertPoints([point]), wait: true).AsTask());
        }

        internal void Delete(ulong id) => Blocking.Run(() => Opened().Update(new DeletePoints([PointId.FromNumber(id)]), wait: true).AsTask());

        internal void Flush() => Blocking.Run(() => Opened().Flush());

        internal IEnumerable<KeyValuePair<ulong, float>> Points() =>
            Blocking.Run(() => Opened().Scroll(new ScrollQuery(null, null, 100)).AsTask()).Points
                .Select(point => KeyValuePair.Create(point.Id.Number, point.Vectors.Single().Value.Span[0]));

        internal void Close()
        {
            lock (_lock)
            {
                if (_collection is { } collection)
                {
                    _collection = null;
                    Blocking.Run(() => collection.Close());
                }
            }
        }

        private Collection Opened()
        {
            lock (_lock)
            {
                return _collection ??= Blocking.Run(() => Collection.Open(new OperatingSystemRuntime(new Seed(1)), directory, Schema, Options));
            }
        }
    }
}

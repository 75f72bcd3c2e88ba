using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.RealWorld;

/// <summary>
/// A collection whose calls run on threads of their own, while who made them goes on in the <see cref="ClientContext"/>. An answer is noted there later than it was given, and a
/// question earlier than it was asked: what the oracles allow a read to see grows by that, and never shrinks.
/// </summary>
internal sealed class RealCollection : ICollectionUnderTest
{
    private readonly ICollectionUnderTest _collection;

    private RealCollection(ICollectionUnderTest collection) => _collection = collection;

    /// <summary>Opens a collection on a thread of its own.</summary>
    public static async Task<ICollectionUnderTest> Open(Func<Task<ICollectionUnderTest>> open) => new RealCollection(await Task.Run(open));

    public CollectionSchema Schema => _collection.Schema;

    public int ShardOf(PointId id) => _collection.ShardOf(id);

    public ValueTask<UpdateResult> Update(Operation operation, bool wait) => Beside(() => _collection.Update(operation, wait));

    public ValueTask<ValueList<ScoredPoint>> Search(SearchQuery query) => Beside(() => _collection.Search(query));

    public ValueTask<ValueList<ScoredPoint>> Query(PointQuery query) => Beside(() => _collection.Query(query));

    public ValueTask<ScrollPage> Scroll(ScrollQuery query) => Beside(() => _collection.Scroll(query));

    public ValueTask<long> Count(CountQuery query) => Beside(() => _collection.Count(query));

    public ValueTask<ValueList<Point>> Retrieve(RetrieveQuery query) => Beside(() => _collection.Retrieve(query));

    public ValueTask<OrderedPage?> Scroll(OrderedScrollQuery query) => Beside(() => _collection.Scroll(query));

    public ValueTask<ValueList<FacetCount>?> Facet(FacetQuery query) => Beside(() => _collection.Facet(query));

    public ValueTask<CountEstimate> EstimateCount(CountQuery query) => Beside(() => _collection.EstimateCount(query));

    public ValueList<FieldIndex> FieldIndexes(int shard) => _collection.FieldIndexes(shard);

    public Task Flush() => Task.Run(_collection.Flush);

    public Task Close() => Task.Run(_collection.Close);

    public Task CreateSnapshot(string path) => Task.Run(() => _collection.CreateSnapshot(path));

    public Task<ICollectionUnderTest> Restore(string path, string directory) => Open(() => _collection.Restore(path, directory));

    public async Task<ICollectionUnderTest?> OpenRestored(string directory) =>
        await Task.Run(() => _collection.OpenRestored(directory)) is { } restored ? new RealCollection(restored) : null;

    public Task Reconfigure(CollectionOptions options) => Task.Run(() => _collection.Reconfigure(options));

    public ValueTask<bool> IsOptimized() => Beside(_collection.IsOptimized);

    private static ValueTask<T> Beside<T>(Func<ValueTask<T>> call) => new(Task.Run(async () => await call()));
}

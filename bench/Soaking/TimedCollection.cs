using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Simulator.Oracles;

namespace Sim.Bench.Soaking;

/// <summary>A collection, and a clock that knows when its clients are at work.</summary>
internal sealed class TimedCollection(ICollectionUnderTest collection, ShareClock clock) : ICollectionUnderTest
{
    public CollectionSchema Schema => collection.Schema;

    public int ShardOf(PointId id) => collection.ShardOf(id);

    public ValueTask<UpdateResult> Update(Operation operation, bool wait) => Call(() => collection.Update(operation, wait));

    public ValueTask<ValueList<ScoredPoint>> Search(SearchQuery query) => Call(() => collection.Search(query));

    public ValueTask<ValueList<ScoredPoint>> Query(PointQuery query) => Call(() => collection.Query(query));

    public ValueTask<ScrollPage> Scroll(ScrollQuery query) => Call(() => collection.Scroll(query));

    public ValueTask<long> Count(CountQuery query) => Call(() => collection.Count(query));

    public ValueTask<ValueList<Point>> Retrieve(RetrieveQuery query) => Call(() => collection.Retrieve(query));

    public ValueTask<OrderedPage?> Scroll(OrderedScrollQuery query) => Call(() => collection.Scroll(query));

    public ValueTask<ValueList<FacetCount>?> Facet(FacetQuery query) => Call(() => collection.Facet(query));

    public ValueTask<CountEstimate> EstimateCount(CountQuery query) => Call(() => collection.EstimateCount(query));

    public ValueList<FieldIndex> FieldIndexes(int shard) => collection.FieldIndexes(shard);

    public async Task Flush() => await Call(() => Nothing(collection.Flush()));

    public async Task Close() => await Call(() => Nothing(collection.Close()));

    public async Task CreateSnapshot(string path) => await Call(() => Nothing(collection.CreateSnapshot(path)));

    public async Task<ICollectionUnderTest> Restore(string path, string directory) =>
        new TimedCollection(await Call(() => new ValueTask<ICollectionUnderTest>(collection.Restore(path, directory))), clock);

    public async Task<ICollectionUnderTest?> OpenRestored(string directory) =>
        await Call(() => new ValueTask<ICollectionUnderTest?>(collection.OpenRestored(directory))) is { } restored
            ? new TimedCollection(restored, clock)
            : null;

    public async Task Reconfigure(CollectionOptions options) => await Call(() => Nothing(collection.Reconfigure(options)));

    public ValueTask<bool> IsOptimized() => Call(collection.IsOptimized);

    private static async ValueTask<bool> Nothing(Task task)
    {
        await task;
        return true;
    }

    private async ValueTask<T> Call<T>(Func<ValueTask<T>> call)
    {
        clock.EndComparing();
        var result = await call();
        clock.BeginComparing();
        return result;
    }
}

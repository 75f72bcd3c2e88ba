using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Engine.Defects;
using Sim.Engine.Requests;
using Sim.Engine.Snapshots;
using Sim.Runtime;
using Sim.Simulator.Oracles;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Running;

/// <summary>The real engine, as the oracles see it.</summary>
internal sealed class EngineCollection : ICollectionUnderTest
{
    /// <summary>Where the collection lies.</summary>
    public const string DirectoryName = "/collection";

    private readonly IRuntime _runtime;
    private readonly Plan _plan;
    private readonly DefectSet _defects;
    private readonly Collection _collection;

    private EngineCollection(IRuntime runtime, Plan plan, DefectSet defects, Collection collection)
    {
        _plan = plan;
        _runtime = runtime;
        _defects = defects;
        _collection = collection;
    }

    /// <summary>Creates the plan's collection, or recovers it.</summary>
    public static async Task<ICollectionUnderTest> Open(IRuntime runtime, Plan plan, DefectSet defects)
    {
        var options = plan.Options.ToCollectionOptions();
        return new EngineCollection(runtime, plan, defects, await Collection.Open(runtime, DirectoryName, plan.Schema, options, defects));
    }

    public CollectionSchema Schema => _collection.Schema;

    public int ShardOf(PointId id) => _collection.ShardOf(id);

    public ValueTask<UpdateResult> Update(Operation operation, bool wait) => _collection.Update(operation, wait);

    public ValueTask<ValueList<ScoredPoint>> Search(SearchQuery query) => _collection.Search(query);

    public ValueTask<ValueList<ScoredPoint>> Query(PointQuery query) => _collection.Query(query);

    public ValueTask<ScrollPage> Scroll(ScrollQuery query) => _collection.Scroll(query);

    public ValueTask<long> Count(CountQuery query) => _collection.Count(query);

    public ValueTask<ValueList<Point>> Retrieve(RetrieveQuery query) => _collection.Retrieve(query);

    public ValueTask<OrderedPage?> Scroll(OrderedScrollQuery query) => UnlessRefused(async () => await _collection.Scroll(query));

    public ValueTask<ValueList<FacetCount>?> Facet(FacetQuery query) => UnlessRefused(async () => await _collection.Facet(query));

    public ValueTask<CountEstimate> EstimateCount(CountQuery query) => _collection.EstimateCount(query);

    public ValueList<FieldIndex> FieldIndexes(int shard) => _collection.FieldIndexes(shard);

    public Task Flush() => _collection.Flush();

    public async Task CreateSnapshot(string path)
    {
        // A directory of its own, whose names nothing else settles.
        await _runtime.Files.CreateDirectory(path[..path.LastIndexOf('/')]);
        await _runtime.Files.FlushDirectory("/");
        await _collection.CreateSnapshot(path);
    }

    public async Task<ICollectionUnderTest> Restore(string path, string directory)
    {
        await SnapshotArchive.Restore(_runtime, path, directory);
        return await OpenSecond(directory);
    }

    public async Task<ICollectionUnderTest?> OpenRestored(string directory) =>
        await _runtime.Files.Exists($"{directory}/schema") ? await OpenSecond(directory) : null;

    public Task Reconfigure(CollectionOptions options) => _collection.Reconfigure(options);

    public ValueTask<bool> IsOptimized() => _collection.IsOptimized();

    public Task Close() => _collection.Close();

    private async Task<ICollectionUnderTest> OpenSecond(string directory)
    {
        var options = new CollectionOptions { Name = "restored/" };
        return new EngineCollection(_runtime, _plan, _defects, await Collection.Open(_runtime, directory, _plan.Schema, options, _defects));
    }

    private static async ValueTask<T?> UnlessRefused<T>(Func<ValueTask<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (RequestException)
        {
            return null;
        }
    }
}

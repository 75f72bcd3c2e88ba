using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Emitting;

/// <summary>A collection whose calls are written down. What is restored of it is not: the call that restores stands for all that is done with it.</summary>
internal sealed class RecordedCollection(ICollectionUnderTest collection, RunRecorder recorder) : ICollectionUnderTest
{
    public CollectionSchema Schema => collection.Schema;

    public int ShardOf(PointId id) => collection.ShardOf(id);

    public async ValueTask<UpdateResult> Update(Operation operation, bool wait)
    {
        recorder.Calls(new UpdateRequest(operation, wait));
        var result = await collection.Update(operation, wait);
        recorder.Answered(result.Status);
        return result;
    }

    public ValueTask<ValueList<ScoredPoint>> Search(SearchQuery query)
    {
        recorder.Calls(query);
        return collection.Search(query);
    }

    public ValueTask<ValueList<ScoredPoint>> Query(PointQuery query)
    {
        recorder.Calls(query);
        return collection.Query(query);
    }

    public ValueTask<ScrollPage> Scroll(ScrollQuery query)
    {
        recorder.Calls(query);
        return collection.Scroll(query);
    }

    public ValueTask<long> Count(CountQuery query)
    {
        recorder.Calls(query);
        return collection.Count(query);
    }

    public ValueTask<ValueList<Point>> Retrieve(RetrieveQuery query)
    {
        recorder.Calls(query);
        return collection.Retrieve(query);
    }

    public ValueTask<OrderedPage?> Scroll(OrderedScrollQuery query)
    {
        recorder.Calls(query);
        return collection.Scroll(query);
    }

    public ValueTask<ValueList<FacetCount>?> Facet(FacetQuery query)
    {
        recorder.Calls(query);
        return collection.Facet(query);
    }

    public ValueTask<CountEstimate> EstimateCount(CountQuery query)
    {
        recorder.Calls(new EstimateRequest(query));
        return collection.EstimateCount(query);
    }

    public ValueList<FieldIndex> FieldIndexes(int shard) => collection.FieldIndexes(shard);

    public Task Flush() => collection.Flush();

    public Task Close() => collection.Close();

    public Task CreateSnapshot(string path) => collection.CreateSnapshot(path);

    public Task<ICollectionUnderTest> Restore(string path, string directory)
    {
        recorder.Calls(new RestoreRequest(path, directory));
        return collection.Restore(path, directory);
    }

    public Task<ICollectionUnderTest?> OpenRestored(string directory)
    {
        recorder.Calls(new RestoreRequest(null, directory));
        return collection.OpenRestored(directory);
    }

    public Task Reconfigure(CollectionOptions options) => collection.Reconfigure(options);

    public ValueTask<bool> IsOptimized() => collection.IsOptimized();
}

using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine;

namespace Sim.Simulator.Oracles;

/// <summary>What the oracles need of a collection: the engine's, or in a test one that is wrong on purpose.</summary>
internal interface ICollectionUnderTest
{
    /// <summary>What the collection stores now.</summary>
    CollectionSchema Schema { get; }

    int ShardOf(PointId id);

    ValueTask<UpdateResult> Update(Operation operation, bool wait);

    ValueTask<ValueList<ScoredPoint>> Search(SearchQuery query);

    ValueTask<ValueList<ScoredPoint>> Query(PointQuery query);

    ValueTask<ScrollPage> Scroll(ScrollQuery query);

    ValueTask<long> Count(CountQuery query);

    ValueTask<ValueList<Point>> Retrieve(RetrieveQuery query);

    /// <summary>A page in the order of a field; null when it is refused.</summary>
    ValueTask<OrderedPage?> Scroll(OrderedScrollQuery query);

    /// <summary>The values of a field; null when it is refused.</summary>
    ValueTask<ValueList<FacetCount>?> Facet(FacetQuery query);

    ValueTask<CountEstimate> EstimateCount(CountQuery query);

    /// <summary>The indexes of a shard after every operation that was accepted.</summary>
    ValueList<FieldIndex> FieldIndexes(int shard);

    Task Flush();

    Task Close();

    /// <summary>Puts all of the collection into a file.</summary>
    Task CreateSnapshot(string path);

    /// <summary>Makes a second collection out of such a file and opens it.</summary>
    Task<ICollectionUnderTest> Restore(string path, string directory);

    /// <summary>Opens what an earlier <see cref="Restore"/> has left, if that is a collection; null if not.</summary>
    Task<ICollectionUnderTest?> OpenRestored(string directory);

    /// <summary>Takes over the flush interval and thresholds of these options.</summary>
    Task Reconfigure(CollectionOptions options);

    /// <summary>True when the optimizer has nothing left to do.</summary>
    ValueTask<bool> IsOptimized();
}

using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Model;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Tests.Oracles;

/// <summary>A collection in memory that is right until a test bends one of its answers.</summary>
internal sealed class FakeCollection : ICollectionUnderTest
{
    private ModelState _snapshot = ModelState.Empty;
    private ulong _logged;

    public ModelState State { get; set; } = ModelState.Empty;

    public Func<Operation, Operation> BendOperation { get; set; } = operation => operation;

    public Func<UpdateResult, UpdateResult> BendResult { get; set; } = result => result;

    public Func<ValueList<ScoredPoint>, ValueList<ScoredPoint>> BendSearch { get; set; } = found => found;

    public Func<ScrollPage, ScrollPage> BendScroll { get; set; } = page => page;

    public Func<long, long> BendCount { get; set; } = count => count;

    public Func<ValueList<Point>, ValueList<Point>> BendRetrieve { get; set; } = points => points;

    public CollectionSchema Schema { get; set; } = Make.Schema;

    public int ShardOf(PointId id) => 0;

    public ValueTask<UpdateResult> Update(Operation operation, bool wait)
    {
        var parts = ModelState.DoesNothing(State.Settle(operation)) ? ValueList.From<LoggedPart>([]) : [new LoggedPart(0, new OperationNumber(++_logged))];
        State = State.Apply(BendOperation(operation));
        return new(BendResult(new UpdateResult(wait ? UpdateStatus.Completed : UpdateStatus.Acknowledged) { Parts = parts }));
    }

    public ValueTask<ValueList<ScoredPoint>> Search(SearchQuery query) => new(BendSearch(State.Search(query, Distance.Dot)));

    public ValueTask<ValueList<ScoredPoint>> Query(PointQuery query) => new(BendSearch(ValueList.From(
        QueryEvaluation.Answer(State.With(Schema.Vectors), query.Stage).Ranked.Select(r => new ScoredPoint(r.Id, (float)r.Score)))));

    public ValueTask<ScrollPage> Scroll(ScrollQuery query) => new(BendScroll(State.Scroll(query)));

    public ValueTask<long> Count(CountQuery query) => new(BendCount(State.Count(query)));

    public ValueTask<ValueList<Point>> Retrieve(RetrieveQuery query) => new(BendRetrieve(State.Retrieve(query)));

    public Func<OrderedPage?, OrderedPage?> BendOrder { get; set; } = page => page;

    public Func<ValueList<FacetCount>?, ValueList<FacetCount>?> BendFacet { get; set; } = counts => counts;

    public Func<CountEstimate, CountEstimate> BendEstimate { get; set; } = estimate => estimate;

    public Func<ValueList<FieldIndex>, ValueList<FieldIndex>> BendIndexes { get; set; } = indexes => indexes;

    public ValueTask<OrderedPage?> Scroll(OrderedScrollQuery query) => new(BendOrder(State.Scroll(query)));

    public ValueTask<ValueList<FacetCount>?> Facet(FacetQuery query) =>
        new(BendFacet(State.FacetCounts(query) is { } counts ? ValueList.From(counts.Take(query.Limit)) : null));

    public ValueTask<CountEstimate> EstimateCount(CountQuery query) =>
        new(BendEstimate(new CountEstimate(State.Count(query), State.Count(query), State.Count(query))));

    public ValueList<FieldIndex> FieldIndexes(int shard) =>
        BendIndexes(ValueList.From(State.Indexes.Select(index => new FieldIndex(index.Key, index.Value))));

    public Task Flush() => Task.CompletedTask;

    public Func<ModelState, ModelState> BendSnapshot { get; set; } = state => state;

    public Task CreateSnapshot(string path)
    {
        _snapshot = BendSnapshot(State);
        return Task.CompletedTask;
    }

    public Task<ICollectionUnderTest> Restore(string path, string directory) =>
        Task.FromResult<ICollectionUnderTest>(new FakeCollection { State = _snapshot });

    public Task<ICollectionUnderTest?> OpenRestored(string directory) => Task.FromResult<ICollectionUnderTest?>(new FakeCollection { State = _snapshot });

    public Task Close() => Task.CompletedTask;

    public Task Reconfigure(CollectionOptions options) => Task.CompletedTask;

    public ValueTask<bool> IsOptimized() => new(true);
}

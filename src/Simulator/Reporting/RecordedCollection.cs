using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Simulator.Oracles;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Reporting;

/// <summary>Notes what a collection is asked and what it answers, and changes nothing: no choice of the run is another one because somebody listens.</summary>
internal sealed class RecordedCollection(ICollectionUnderTest collection, CallRecorder recorder) : ICollectionUnderTest
{
    public CollectionSchema Schema => collection.Schema;

    public int ShardOf(PointId id) => collection.ShardOf(id);

    public ValueTask<UpdateResult> Update(Operation operation, bool wait) => recorder.Note(
        RecordedCall.Update, ActionKinds.Of(operation), () => collection.Update(operation, wait), Text);

    public ValueTask<ValueList<ScoredPoint>> Search(SearchQuery query) => recorder.Note("search", null, () => collection.Search(query), Text);

    public ValueTask<ValueList<ScoredPoint>> Query(PointQuery query) => recorder.Note("query", null, () => collection.Query(query), Text);

    public ValueTask<ScrollPage> Scroll(ScrollQuery query) => recorder.Note(
        "scroll", null, () => collection.Scroll(query), page => $"{Points(page.Points.Select(p => p.Id))}{(page.Next is { } next ? $", next {next}" : "")}");

    public ValueTask<long> Count(CountQuery query) => recorder.Note("count", null, () => collection.Count(query), count => $"{count}");

    public ValueTask<ValueList<Point>> Retrieve(RetrieveQuery query) => recorder.Note(
        "retrieve", null, () => collection.Retrieve(query), points => Points(points.Select(p => p.Id)));

    public ValueTask<OrderedPage?> Scroll(OrderedScrollQuery query) => recorder.Note(
        "ordered scroll", null, () => collection.Scroll(query), page => page is null ? "refused" : Points(page.Points.Select(p => p.Point.Id)));

    public ValueTask<ValueList<FacetCount>?> Facet(FacetQuery query) => recorder.Note(
        "facet", null, () => collection.Facet(query), counts => counts is null ? "refused" : $"{counts.Count} values");

    public ValueTask<CountEstimate> EstimateCount(CountQuery query) => recorder.Note(
        "estimate", null, () => collection.EstimateCount(query), estimate => $"{estimate.Expected}, from {estimate.Least} to {estimate.Most}");

    public ValueList<FieldIndex> FieldIndexes(int shard) => collection.FieldIndexes(shard);

    public Task Flush() => recorder.Note("flush", collection.Flush);

    public Task Close() => recorder.Note("close", collection.Close);

    public Task CreateSnapshot(string path) => recorder.Note("snapshot", () => collection.CreateSnapshot(path));

    public Task<ICollectionUnderTest> Restore(string path, string directory) =>
        recorder.Note("restore", null, () => new ValueTask<ICollectionUnderTest>(collection.Restore(path, directory)), _ => "done").AsTask();

    public Task<ICollectionUnderTest?> OpenRestored(string directory) => collection.OpenRestored(directory);

    public Task Reconfigure(CollectionOptions options) => recorder.Note("reconfigure", () => collection.Reconfigure(options));

    public ValueTask<bool> IsOptimized() => collection.IsOptimized();

    private static string Text(UpdateResult result) => result.Reason is { } reason
        ? $"{result.Status}: {reason}"
        : string.Join(", ", result.Parts.Select(part => $"shard {part.Shard} as {part.Number}").Prepend($"{result.Status}"));

    private static string Text(ValueList<ScoredPoint> points) => Points(points.Select(p => p.Id));

    private static string Points(IEnumerable<PointId> ids)
    {
        const int shownMax = 8;
        var all = ids.ToArray();
        return all.Length == 0 ? "no points" : $"{all.Length} {(all.Length == 1 ? "point" : "points")}: {string.Join(", ", all.Take(shownMax))}{(all.Length > shownMax ? ", ..." : "")}";
    }
}

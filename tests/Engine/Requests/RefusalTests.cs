using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine.Requests;
using Sim.Engine.Wal;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Engine.Tests.Requests;

/// <summary>Every rule that a request can break: it is refused with a reason that says which, and leaves nothing behind.</summary>
public sealed class RefusalTests : IDisposable
{
    private const string HalfPair = "half \ud83d";

    private static readonly DenseVector Fitting = [1, 2];

    private readonly TemporaryDirectory _directory = new();
    private readonly OperatingSystemRuntime _runtime = new(new Seed(1));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_refused_operation_says_which_point_and_why_and_leaves_no_trace_in_the_log()
    {
        var collection = await Open();
        await collection.Update(new UpsertPoints([Samples.Point(1, 1)]), wait: true);
        foreach (var (operation, reason) in Operations())
        {
            var result = await collection.Update(operation, wait: true);
            Assert.Equal(UpdateStatus.Rejected, result.Status);
            Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
        }

        await collection.Update(new DeletePoints([Samples.Id(1)]), wait: true);
        await collection.Close();

        var logged = new List<LoggedOperation>();
        var log = await WriteAheadLog.Open(_runtime, $"{_directory.Path}/c/shard-0/wal", 512, logged);
        await log.Close();
        Assert.Equal([typeof(UpsertPoints), typeof(DeletePoints)], logged.Select(entry => entry.Operation.GetType()));
    }

    [Fact]
    public async Task The_deepest_payload_that_a_path_may_make_is_read_again()
    {
        var collection = await Open();
        await collection.Update(new UpsertPoints([Samples.Point(1)]), wait: true);
        var deepest = new SetPayload([Samples.Id(1)], Samples.Payload("n", 1)) { Key = Path(RequestLimits.PayloadDepthMax - 1) };
        Assert.Equal(UpdateStatus.Completed, (await collection.Update(deepest, wait: true)).Status);
        var written = await collection.Retrieve(new RetrieveQuery([Samples.Id(1)]));
        await collection.Flush();
        await collection.Close();

        collection = await Open();
        Assert.Equal(written, await collection.Retrieve(new RetrieveQuery([Samples.Id(1)])));
        await collection.Close();
    }

    [Fact]
    public async Task A_vector_whose_name_cannot_be_stored_is_no_schema() =>
        Assert.Contains(
            "surrogate",
            (await Assert.ThrowsAsync<ArgumentException>(() => Collection.Open(
                _runtime, $"{_directory.Path}/c", new CollectionSchema([new VectorSchema(HalfPair, 1, Distance.Dot)], 1), Samples.SmallOptions))).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_refused_read_says_why()
    {
        var collection = await Open();
        foreach (var (read, reason) in Reads(collection))
        {
            var refusal = await Assert.ThrowsAsync<RequestException>(read);
            Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        }

        await collection.Close();
    }

    private static IEnumerable<(Operation Operation, string Reason)> Operations()
    {
        var payload = Samples.Payload("n", 1);
        var ids = ValueList.From(Enumerable.Range(0, RequestLimits.BatchMax + 1).Select(i => Samples.Id((ulong)i)));
        yield return (new UpsertPoints([]), "there are no points");
        yield return (new DeletePoints([]), "there are no ids");
        yield return (new SetPayload([], payload), "there are no ids");
        yield return (new OverwritePayload([], payload), "there are no ids");
        yield return (new DeletePayload([], ["n"]), "there are no ids");
        yield return (new DeletePayload([Samples.Id(1)], []), "no entry of the payload is named");
        yield return (new ClearPayload([]), "there are no ids");
        yield return (new UpdateVectors([]), "there are no points");
        yield return (new DeleteVectors([], ["v"]), "there are no ids");
        yield return (new DeleteVectors([Samples.Id(1)], []), "no vector is named");
        yield return (new DeleteVectors([Samples.Id(1)], ["w"]), "there is no vector 'w'");
        yield return (new DeletePoints(ids), "there are 100001 ids; at most 100000");
        yield return (new UpsertPoints([Samples.Point(4), With(5, [1])]), "point 5: vector 'v' has 1 floats; the collection's has 2");
        yield return (new UpsertPoints([With(6, [1, float.NaN])]), "point 6: vector 'v' has a float that is not a finite number");
        yield return (new UpdateVectors([new PointVectors(Samples.Id(7), Named("v", [1, float.PositiveInfinity]))]), "point 7: vector 'v' has a float");
        yield return (new UpsertPoints([Samples.Point(8) with { Vectors = Named("w", [1]) }]), "point 8: there is no vector 'w'");
        yield return (new UpsertPoints([Samples.Point(9) with { Payload = Oversized }]), "point 9: the payload has the size");
        yield return (new OverwritePayload([Samples.Id(1)], Oversized), "the payload to write: the payload has the size");
        yield return (new SetPayload([Samples.Id(1)], Nested(80)), "the payload to set: the payload is nested");
        yield return (new SetPayload([Samples.Id(1)], payload) { Key = "a..b" }, "the key 'a..b' has an empty name");
        yield return (new SetPayload([Samples.Id(1)], payload) { Key = Path(RequestLimits.PayloadDepthMax) }, "the payload to set: the payload is nested more than 64 levels deep");
        yield return (new SetPayload([Samples.Id(1)], Nested(1)) { Key = Path(RequestLimits.PayloadDepthMax - 1) }, "the payload is nested more than 64 levels deep");
        yield return (new SetPayload([Samples.Id(1)], payload) { Key = Path(1_000_000) }, "the payload is nested more than 64 levels deep");
        yield return (new SetPayload([Samples.Id(1)], payload) { Key = new string('n', RequestLimits.PayloadSizeMax) }, "the payload to set: the payload has the size");
        yield return (new SetPayload([Samples.Id(1)], payload) { Key = HalfPair }, "the payload to set: a text has half of a surrogate pair");
        yield return (new DeletePayload([Samples.Id(1)], ["n", HalfPair]), "a text has half of a surrogate pair");
        yield return (new CreateVectorName(new VectorSchema(HalfPair, 1, Distance.Dot)), "a text has half of a surrogate pair");
        yield return (new ByFilter(new Filter([], [], []), new DeletePoints([Samples.Id(1)])), "names ids as well");
        yield return (new ByFilter(Deep(40), new DeletePoints([])), "the filter is nested more than 32 levels deep");
        yield return (new ByFilter(new Filter([new SliceCondition(2, 2)], [], []), new DeletePoints([])), "there is no slice 2 of 2");
        yield return (new CreateVectorName(new VectorSchema("v", 1, Distance.Dot)), "the collection has a vector 'v'");
        yield return (new CreateVectorName(new VectorSchema("", 1, Distance.Dot)), "needs a name");
        yield return (new CreateVectorName(new VectorSchema("w", 0, Distance.Dot)), "needs a name, a dimension from 1");
        yield return (new CreateVectorName(new VectorSchema("w", 1, (Distance)9)), "and a distance");
        yield return (new DeleteVectorName("w"), "there is no vector 'w'");
        yield return (new DeleteVectorName("v"), "'v' is the only one");
    }

    private static IEnumerable<(Func<Task> Read, string Reason)> Reads(Collection collection)
    {
        var search = new SearchQuery("v", Fitting, null, 1);
        var nearest = new QueryStage(new NearestRanking("v", Fitting), [], null, 1);
        yield return (Search(search with { VectorName = "w" }), "there is no vector 'w'");
        yield return (Search(search with { Vector = [1] }), "the query: vector 'v' has 1 floats");
        yield return (Search(search with { Vector = [1, float.NaN] }), "not a finite number");
        yield return (Search(search with { Limit = 0 }), "the limit is 0");
        yield return (Search(search with { Limit = int.MaxValue }), "together they must be at most 1000000");
        yield return (Search(search with { Offset = -1 }), "the offset is -1");
        yield return (Search(search with { Offset = RequestLimits.LimitMax }), "together they must be at most 1000000");
        yield return (Search(search with { ScoreThreshold = float.NaN }), "the score threshold is not a number");
        yield return (Search(search with { IsExact = false, SearchWidth = 0 }), "the search width is 0");
        yield return (Search(search with { Filter = Deep(40) }), "nested more than 32");
        yield return (Search(search with { Filter = new Filter([new MatchCondition("n", PayloadValue.Of(1.5))], [], []) }), "only Bool, Integer and Text");
        yield return (() => collection.Scroll(new ScrollQuery(null, null, 0)).AsTask(), "the limit is 0");
        yield return (() => collection.Count(new CountQuery(Deep(40))).AsTask(), "nested more than 32");
        yield return (
            () => collection.Retrieve(new RetrieveQuery(ValueList.From(Enumerable.Range(0, RequestLimits.BatchMax + 1).Select(i => Samples.Id((ulong)i))))).AsTask(),
            "there are 100001 ids");
        yield return (Query(nearest with { Limit = 0 }), "the limit is 0");
        yield return (Query(nearest with { Ranking = new NearestRanking("w", Fitting) }), "there is no vector 'w'");
        yield return (Query(nearest with { Ranking = new FusionRanking(FusionMethod.ReciprocalRank) }), "a fusion needs prefetches");
        yield return (Query(nearest with { Prefetches = [nearest with { ScoreThreshold = float.NaN }] }), "the score threshold is not a number");
        yield return (Query(Enumerable.Range(0, 9).Aggregate(nearest, (stage, _) => nearest with { Prefetches = [stage] })), "nested at most 8 deep");
        yield return (Query(nearest with { Prefetches = ValueList.From(Enumerable.Repeat(nearest, 64)) }), "at most 64 stages");
        yield return (Query(nearest with { Ranking = new RecommendRanking("v", [], [Samples.Id(1)], RecommendStrategy.AverageVector) }), "needs a positive example");
        yield return (Query(nearest with { Ranking = new RecommendRanking("v", [], [], RecommendStrategy.BestScore) }), "needs an example");
        yield return (
            Query(nearest with { Ranking = new RecommendRanking("v", [Samples.Id(3)], [Samples.Id(4)], RecommendStrategy.BestScore) }), "the examples [3, 4] do not exist");

        Func<Task> Search(SearchQuery query) => () => collection.Search(query).AsTask();

        Func<Task> Query(QueryStage stage) => () => collection.Query(new PointQuery(stage)).AsTask();
    }

    private static NameMap<PayloadValue> Oversized =>
        NameMap<PayloadValue>.Empty.With("text", PayloadValue.Of(new string('x', RequestLimits.PayloadSizeMax)));

    private static Filter Deep(int levels) =>
        Enumerable.Range(0, levels).Aggregate(new Filter([], [], []), (inner, _) => new Filter([new NestedCondition(inner)], [], []));

    private static NameMap<PayloadValue> Nested(int levels) =>
        Enumerable.Range(0, levels).Aggregate(Samples.Payload("n", 1), (inner, _) => NameMap<PayloadValue>.Empty.With("n", PayloadValue.Of(inner)));

    private static string Path(int names) => string.Join('.', Enumerable.Repeat("n", names));

    private static NameMap<DenseVector> Named(string name, DenseVector vector) => NameMap<DenseVector>.Empty.With(name, vector);

    private static Point With(ulong id, DenseVector vector) => Samples.Point(id) with { Vectors = Named("v", vector) };

    private Task<Collection> Open() => Collection.Open(_runtime, $"{_directory.Path}/c", Samples.Schema, Samples.SmallOptions);
}

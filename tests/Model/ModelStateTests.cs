using FsCheck;
using FsCheck.Fluent;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;

namespace Sim.Model.Tests;

public sealed class ModelStateTests
{
    [Fact]
    public void An_upsert_replaces_vectors_and_payload_whole()
    {
        var state = ModelState.Empty
            .Apply(new UpsertPoints([Make.Point(1, "old", 1f)]))
            .Apply(new UpsertPoints([Make.Point(1, null, 2f)]));

        Assert.Equal(Make.Point(1, null, 2f), Assert.Single(state.Points.Values));
    }

    [Fact]
    public void A_later_entry_for_the_same_id_wins()
    {
        var state = ModelState.Empty.Apply(new UpsertPoints([Make.Point(1, "first"), Make.Point(1, "second")]));

        Assert.Equal(Make.Point(1, "second"), Assert.Single(state.Points.Values));
    }

    [Fact]
    public void Payload_operations_pass_over_ids_that_do_not_exist()
    {
        var payload = Make.Payload("a", PayloadValue.Of(1));
        Operation[] operations =
        [
            new DeletePoints(Make.Ids(9)),
            new SetPayload(Make.Ids(9), payload),
            new OverwritePayload(Make.Ids(9), payload),
            new DeletePayload(Make.Ids(9), ["a"]),
            new ClearPayload(Make.Ids(9)),
        ];

        Assert.All(operations, operation => Assert.Empty(ModelState.Empty.Apply(operation).Points));
    }

    [Fact]
    public void Setting_merges_overwriting_replaces_deleting_and_clearing_remove()
    {
        var state = ModelState.Empty.Apply(new UpsertPoints([Make.Point(1, "a")]));
        var more = Make.Payload("size", PayloadValue.Of(2));

        var set = state.Apply(new SetPayload(Make.Ids(1), more));
        Assert.Equal(["name", "size"], PayloadOf(set).Names.ToArray());
        Assert.Equal(["size"], PayloadOf(set.Apply(new OverwritePayload(Make.Ids(1), more))).Names.ToArray());
        Assert.Equal(["name"], PayloadOf(set.Apply(new DeletePayload(Make.Ids(1), ["size", "absent"]))).Names.ToArray());
        Assert.Empty(PayloadOf(set.Apply(new ClearPayload(Make.Ids(1)))));

        static NameMap<PayloadValue> PayloadOf(ModelState state) => state.Points[Make.Id(1)].Payload;
    }

    [Fact]
    public void A_search_ranks_by_score_then_by_id_and_passes_over_points_without_the_vector()
    {
        var state = ModelState.Of([Make.Point(1, null, 1f), Make.Point(2), Make.Point(3, null, 2f), Make.Point(4, null, 1f)]);

        var found = state.Search(new SearchQuery("v", [1f], null, 10), Distance.Dot);

        Assert.Equal([(3UL, 2f), (1UL, 1f), (4UL, 1f)], found.Select(p => (p.Id.Number, p.Score)));
        Assert.Equal([1UL, 4UL], state.Search(new SearchQuery("v", [1f], null, 2), Distance.Euclid).Select(p => p.Id.Number));
    }

    [Fact]
    public void Scrolling_page_by_page_visits_every_point_once_in_order()
    {
        var state = ModelState.Of(Enumerable.Range(1, 7).Select(i => Make.Point((ulong)i)));
        var seen = new List<ulong>();
        PointId? offset = null;
        do
        {
            var page = state.Scroll(new ScrollQuery(null, offset, 3));
            seen.AddRange(page.Points.Select(p => p.Id.Number));
            offset = page.Next;
        }
        while (offset is not null);

        Assert.Equal([1UL, 2, 3, 4, 5, 6, 7], seen);
    }

    [Fact]
    public void A_retrieve_returns_each_existing_id_once_and_in_order()
    {
        var state = ModelState.Of([Make.Point(1), Make.Point(2)]);

        Assert.Equal([1UL, 2UL], state.Retrieve(new RetrieveQuery(Make.Ids(2, 9, 1, 2))).Select(p => p.Id.Number));
    }

    [Fact]
    public void Applying_a_run_of_operations_twice_equals_applying_it_once()
    {
        Prop.ForAll(Arb.From(Runs), run =>
        {
            var once = run.Aggregate(ModelState.Empty, (state, operation) => state.Apply(operation));
            return run.Aggregate(once, (state, operation) => state.Apply(operation)).IsSameAs(once);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_reads_agree_with_each_other()
    {
        Prop.ForAll(Arb.From(Runs), run =>
        {
            var state = run.Aggregate(ModelState.Empty, (current, operation) => current.Apply(operation));
            var ids = state.Points.Keys.ToArray();
            return state.Scroll(new ScrollQuery(null, null, 1000)).Points.Select(p => p.Id).SequenceEqual(ids)
                && state.Count(new CountQuery(null)) == ids.Length
                && state.Retrieve(new RetrieveQuery(ValueList.From(ids))).Select(p => p.Id).SequenceEqual(ids)
                && state.Search(new SearchQuery("v", [1f], null, 1000), Distance.Manhattan).Select(p => p.Id).Order()
                    .SequenceEqual(state.Points.Values.Where(p => p.Vectors.Contains("v")).Select(p => p.Id));
        }).QuickCheckThrowOnFailure();
    }

    private static Gen<PointId> AnId => Gen.Choose(1, 5).Select(n => Make.Id((ulong)n));

    private static Gen<ValueList<PointId>> SomeIds => AnId.ListOf().Select(ids => ValueList.From(ids));

    private static Gen<NameMap<PayloadValue>> APayload =>
        Gen.Elements("a", "b", "c").Zip(Gen.Choose(0, 3)).Select(entry => Make.Payload(entry.Item1, PayloadValue.Of((long)entry.Item2)));

    private static Gen<Point> APoint =>
        from id in AnId
        from payload in APayload
        from component in Gen.Choose(0, 3)
        select Make.Point(id.Number, null, component == 0 ? [] : [component]) with { Payload = payload };

    private static Gen<Operation> AnOperation => Gen.OneOf(
        APoint.ListOf().Select(points => (Operation)new UpsertPoints(ValueList.From(points))),
        SomeIds.Select(ids => (Operation)new DeletePoints(ids)),
        SomeIds.Zip(APayload).Select(x => (Operation)new SetPayload(x.Item1, x.Item2)),
        SomeIds.Zip(APayload).Select(x => (Operation)new OverwritePayload(x.Item1, x.Item2)),
        SomeIds.Select(ids => (Operation)new DeletePayload(ids, ["a"])),
        SomeIds.Select(ids => (Operation)new ClearPayload(ids)));

    private static Gen<Operation[]> Runs => AnOperation.ArrayOf();

    [Fact]
    public void Deleting_a_vector_name_takes_the_vector_from_every_point_and_the_name_from_the_collection()
    {
        var vector = new VectorSchema("w", 1, Distance.Dot);
        var state = ModelState.Of([Make.Point(1, null, 1f)]).Apply(new CreateVectorName(vector));
        Assert.Equal([vector], state.Vectors);
        state = state.Apply(new UpdateVectors([new PointVectors(Make.Point(1).Id, NameMap<DenseVector>.Empty.With("w", [2f]))]));
        Assert.True(state.Points.Values.Single().Vectors.Contains("w"));

        var after = state.Apply(new DeleteVectorName("w"));
        Assert.Empty(after.Vectors);
        Assert.False(after.Points.Values.Single().Vectors.Contains("w"));
        Assert.False(after.IsSameAs(state));
    }

}

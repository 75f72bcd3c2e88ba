using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Model;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Tests.Oracles;

public sealed class WindowComparisonTests
{
    private static readonly SearchQuery Search = new("v", [1f], null, 100);

    // Known to be applied: point 1 with component 1. Under way: point 1 with component 2, then 3; point 2; the deletion of point 1.
    private static readonly ReferenceModel Model = NewModel();
    private static readonly int[] Applied = [1];
    private static readonly PointId[] Seen = [Make.Id(1), Make.Id(2)];

    [Fact]
    public void Each_state_on_the_way_explains_what_is_returned_for_its_points()
    {
        Assert.Null(Retrieved(Make.Point(1, 1)));
        Assert.Null(Retrieved(Make.Point(1, 2)));
        Assert.Null(Retrieved(Make.Point(1, 3), Make.Point(2)));
        Assert.Null(Retrieved(Make.Point(2)));
        Assert.Null(Retrieved());
    }

    [Fact]
    public void What_was_right_at_no_moment_is_a_difference()
    {
        Assert.Equal(Make.Ids(2), ValueList.From(Retrieved(Make.Point(2, 9))!.Different));
        Assert.Equal(Make.Ids(7), ValueList.From(Retrieved(Make.Point(7))!.Extra));
        Assert.Equal(Make.Ids(2), ValueList.From(Retrieved(Make.Point(2), Make.Point(2))!.Different));
    }

    [Fact]
    public void A_search_may_show_any_score_on_the_way_and_no_other()
    {
        Assert.Null(Searched((1, 1)));
        Assert.Null(Searched((1, 3), (2, 1)));
        Assert.Null(Searched());
        Assert.NotNull(Searched((1, 4)));
        Assert.NotNull(Searched((2, 1), (2, 1)));
    }

    [Fact]
    public void A_point_that_no_operation_under_way_touches_must_be_found()
    {
        var model = new ReferenceModel(Make.Schema, _ => 0);
        model.Apply(new UpsertPoints([Make.Point(1), Make.Point(2)]));
        model.Apply(new UpsertPoints([Make.Point(2, 5)]));

        var found = ValueList.From([new ScoredPoint(Make.Id(2), 5)]);
        var window = ReadWindow.UntilNow(model, Applied);
        Assert.Equal(Make.Ids(1), ValueList.From(WindowComparison.Compare(window, Seen, Search, Distance.Dot, found)!.Missing));
        Assert.Null(WindowComparison.Compare(window, Seen, Search with { Limit = 1 }, Distance.Dot, found));
        Assert.NotNull(WindowComparison.Compare(window, Seen, new CountQuery(null), 1));
        Assert.Null(WindowComparison.Compare(window, Seen, new CountQuery(null), 2));
    }

    [Fact]
    public void A_count_lies_between_what_is_there_all_the_time_and_what_is_there_at_any_time()
    {
        Assert.Null(WindowComparison.Compare(Window, Seen, new CountQuery(null), 0));
        Assert.Null(WindowComparison.Compare(Window, Seen, new CountQuery(null), 2));
        Assert.NotNull(WindowComparison.Compare(Window, Seen, new CountQuery(null), 3));
    }

    [Fact]
    public void A_window_that_ends_early_does_not_show_what_was_sent_later()
    {
        var before = new ReadWindow(Model, Applied, [2]);

        Assert.Null(WindowComparison.Compare(before, new RetrieveQuery(Make.Ids(1)), [Make.Point(1, 2)]));
        Assert.NotNull(WindowComparison.Compare(before, new RetrieveQuery(Make.Ids(1)), []));
        Assert.NotNull(WindowComparison.Compare(before, Seen, new ScrollQuery(null, null, 9), new ScrollPage([Make.Point(1, 3), Make.Point(2)], null)));
    }

    [Fact]
    public void A_page_of_a_scroll_has_what_was_there_all_the_time_up_to_where_the_next_one_starts()
    {
        var model = new ReferenceModel(Make.Schema, _ => 0);
        model.Apply(new UpsertPoints([Make.Point(1), Make.Point(2), Make.Point(3)]));
        model.Apply(new DeletePoints(Make.Ids(2)));
        var window = ReadWindow.UntilNow(model, Applied);
        var seen = Make.Ids(1, 2, 3);

        Assert.Null(Page(1, Make.Id(2), 1));
        Assert.Null(Page(1, Make.Id(3), 1));
        Assert.Null(Page(2, null, 1, 3));
        Assert.Equal(Make.Ids(3), ValueList.From(Page(2, null, 1)!.Missing));
        Assert.Equal(Make.Ids(1), ValueList.From(Page(1, Make.Id(3), 2)!.Missing));
        Assert.NotNull(Page(2, null, 3, 1));
        Assert.NotNull(Page(1, Make.Id(9), 1));

        Difference? Page(int limit, PointId? next, params ulong[] ids) => WindowComparison.Compare(
            window, seen, new ScrollQuery(null, null, limit), new ScrollPage(ValueList.From(ids.Select(id => Make.Point(id))), next));
    }

    [Fact]
    public void A_facet_and_an_order_show_the_values_on_the_way()
    {
        var model = new ReferenceModel(Make.Schema, _ => 0);
        model.Apply(new CreateFieldIndex("rank", FieldType.Integer));
        model.Apply(new UpsertPoints([Ranked(1, 5), Ranked(2, 5)]));
        model.Apply(new UpsertPoints([Ranked(2, 7)]));
        var window = ReadWindow.UntilNow(model, [2]);
        var seen = Make.Ids(1, 2);

        Assert.Null(Facet((5, 2)));
        Assert.Null(Facet((5, 1), (7, 1)));
        Assert.NotNull(Facet((5, 2), (7, 2)));
        Assert.NotNull(Facet((7, 1)));
        Assert.Null(Order((1, 5), (2, 5)));
        Assert.Null(Order((1, 5), (2, 7)));
        Assert.NotNull(Order((2, 7), (1, 5)));
        Assert.Equal(Make.Ids(1), ValueList.From(Order((2, 7))!.Missing));

        Difference? Facet(params (long Value, long Count)[] counts) => WindowComparison.Compare(
            window, seen, new FacetQuery("rank", null, 9), ValueList.From(counts.Select(c => new FacetCount(PayloadValue.Of(c.Value), c.Count))));

        Difference? Order(params (ulong Id, long Rank)[] points) => WindowComparison.Compare(
            window,
            seen,
            new OrderedScrollQuery(null, new OrderBy("rank"), 9),
            new OrderedPage(ValueList.From(points.Select(p => new OrderedPoint(Ranked(p.Id, p.Rank), PayloadValue.Of(p.Rank)))), null));

        static Point Ranked(ulong id, long rank) =>
            Make.Point(id) with { Payload = NameMap<PayloadValue>.Empty.With("rank", PayloadValue.Of(rank)) };
    }

    [Fact]
    public void Vectors_of_a_point_that_is_named_twice_may_show_one_after_the_other()
    {
        var model = new ReferenceModel(Make.Schema, _ => 0);
        model.Apply(new UpsertPoints([Make.Point(1, 1)]));
        model.Apply(new UpdateVectors([new(Make.Id(1), Make.Point(1, 2).Vectors), new(Make.Id(1), Make.Point(1, 3).Vectors)]));
        var window = ReadWindow.UntilNow(model, Applied);

        Assert.Null(WindowComparison.Compare(window, new RetrieveQuery(Make.Ids(1)), [Make.Point(1, 2)]));
        Assert.NotNull(WindowComparison.Compare(window, new RetrieveQuery(Make.Ids(1)), [Make.Point(1, 4)]));
    }

    private static ReadWindow Window => ReadWindow.UntilNow(Model, Applied);

    private static Difference? Retrieved(params Point[] points) =>
        WindowComparison.Compare(Window, new RetrieveQuery(ValueList.From(Seen)), ValueList.Create<Point>(points));

    private static Difference? Searched(params (ulong Id, float Score)[] found) => WindowComparison.Compare(
        Window, Seen, Search, Distance.Dot, ValueList.From(found.Select(f => new ScoredPoint(Make.Id(f.Id), f.Score))));

    private static ReferenceModel NewModel()
    {
        var model = new ReferenceModel(Make.Schema, _ => 0);
        model.Apply(new UpsertPoints([Make.Point(1, 1)]));
        model.Apply(new UpsertPoints([Make.Point(1, 2), Make.Point(1, 3)]));
        model.Apply(new UpsertPoints([Make.Point(2)]));
        model.Apply(new DeletePoints(Make.Ids(1)));
        return model;
    }
}

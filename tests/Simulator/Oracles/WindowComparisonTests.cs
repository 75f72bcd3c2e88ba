using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
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
        Assert.Equal(Make.Ids(1), ValueList.From(WindowComparison.Compare(model, Applied, Seen, Search, found)!.Missing));
        Assert.NotNull(WindowComparison.Compare(model, Applied, Seen, 1));
        Assert.Null(WindowComparison.Compare(model, Applied, Seen, 2));
    }

    [Fact]
    public void A_count_lies_between_what_is_there_all_the_time_and_what_is_there_at_any_time()
    {
        Assert.Null(WindowComparison.Compare(Model, Applied, Seen, 0));
        Assert.Null(WindowComparison.Compare(Model, Applied, Seen, 2));
        Assert.NotNull(WindowComparison.Compare(Model, Applied, Seen, 3));
    }

    [Fact]
    public void Vectors_of_a_point_that_is_named_twice_may_show_one_after_the_other()
    {
        var model = new ReferenceModel(Make.Schema, _ => 0);
        model.Apply(new UpsertPoints([Make.Point(1, 1)]));
        model.Apply(new UpdateVectors([new(Make.Id(1), Make.Point(1, 2).Vectors), new(Make.Id(1), Make.Point(1, 3).Vectors)]));

        Assert.Null(WindowComparison.Compare(model, Applied, Make.Ids(1), [Make.Point(1, 2)], "retrieve"));
        Assert.NotNull(WindowComparison.Compare(model, Applied, Make.Ids(1), [Make.Point(1, 4)], "retrieve"));
    }

    private static Difference? Retrieved(params Point[] points) =>
        WindowComparison.Compare(Model, Applied, ValueList.From(Seen), points, "retrieve");

    private static Difference? Searched(params (ulong Id, float Score)[] found) => WindowComparison.Compare(
        Model, Applied, Seen, Search, ValueList.From(found.Select(f => new ScoredPoint(Make.Id(f.Id), f.Score))));

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

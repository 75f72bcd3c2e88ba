using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Model;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Tests.Oracles;

public sealed class ApproximateComparisonTests
{
    private static readonly ModelState State = ModelState.Of([Make.Point(1, 1), Make.Point(2, 2), Make.Point(3, 2), Make.Point(4, 4)]);

    [Fact]
    public void Missing_the_best_point_passes_and_shows_in_the_recall()
    {
        Assert.Null(Compare(2, out var recall, (2, 2), (1, 1)));
        Assert.Equal(new Recall(1, 2), recall);
    }

    [Fact]
    public void A_point_as_good_as_the_last_that_belongs_there_counts_as_found()
    {
        Assert.Null(Compare(2, out var recall, (4, 4), (3, 2)));
        Assert.Equal(new Recall(2, 2), recall);
    }

    [Fact]
    public void Finding_nothing_passes_with_a_recall_of_nothing()
    {
        Assert.Null(Compare(3, out var recall));
        Assert.Equal(new Recall(0, 3), recall);
    }

    [Fact]
    public void A_point_that_does_not_exist_or_does_not_match_is_extra()
    {
        Assert.Equal(Make.Ids(9), Compare(2, out _, (9, 9), (1, 1))!.Extra);
        var odd = new SearchQuery("v", [1], new Filter([new SliceCondition(1, 2)], [], []), 4) { IsExact = false };
        Assert.Equal(
            Make.Ids(4),
            ApproximateComparison.Compare(odd, Distance.Dot, State, [new ScoredPoint(Make.Id(4), 4), new ScoredPoint(Make.Id(1), 1)], out _)!.Extra);
    }

    [Fact]
    public void A_wrong_score_a_wrong_order_and_a_point_twice_are_different()
    {
        Assert.Equal(Make.Ids(4), Compare(2, out _, (4, 4.01f))!.Different);
        Assert.Equal(Make.Ids(2, 4), Compare(2, out _, (2, 2), (4, 4))!.Different);
        Assert.Equal(Make.Ids(2), Compare(3, out _, (4, 4), (2, 2), (2, 2))!.Different);
    }

    [Fact]
    public void More_points_than_asked_for_are_a_difference()
    {
        Assert.NotNull(Compare(1, out _, (4, 4), (2, 2)));
    }

    private static Difference? Compare(int limit, out Recall recall, params (ulong Id, float Score)[] found) => ApproximateComparison.Compare(
        new SearchQuery("v", [1], null, limit) { IsExact = false },
        Distance.Dot,
        State,
        ValueList.From(found.Select(f => new ScoredPoint(Make.Id(f.Id), f.Score))),
        out recall);
}

using Sim.Contracts;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Model;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Tests.Oracles;

public sealed class SearchComparisonTests
{
    private static readonly ModelState State = ModelState.Of([Make.Point(1, 1), Make.Point(2, 2), Make.Point(3, 2), Make.Point(4, 4)]);

    [Fact]
    public void The_exact_answer_passes()
    {
        Assert.Null(Compare(3, (4, 4), (2, 2), (3, 2)));
    }

    [Fact]
    public void A_score_within_the_tolerance_passes_and_one_beyond_does_not()
    {
        Assert.Null(Compare(1, (4, 4.00001f)));
        Assert.Equal(Make.Ids(4), Different(Compare(1, (4, 4.01f))));
        Assert.Equal(Make.Ids(4), Different(Compare(1, (4, float.NaN))));
    }

    [Fact]
    public void Ties_must_be_in_the_order_of_their_ids()
    {
        Assert.Equal(Make.Ids(2, 3), Different(Compare(3, (4, 4), (3, 2), (2, 2))));
    }

    [Fact]
    public void Near_ties_may_swap_when_the_scores_say_so()
    {
        Assert.Null(Compare(3, (4, 4), (3, 2.000001f), (2, 2)));
        Assert.NotNull(Compare(3, (4, 4), (3, 2), (2, 2.000001f)));
    }

    [Fact]
    public void A_valid_point_in_the_place_of_a_better_one_is_a_difference()
    {
        var difference = Compare(2, (4, 4), (1, 1));

        Assert.NotNull(difference);
        Assert.Equal(Make.Ids(1), ValueList.From(difference.Extra));
    }

    [Fact]
    public void A_short_answer_names_what_is_missing()
    {
        var difference = Compare(4, (4, 4), (2, 2), (3, 2));

        Assert.NotNull(difference);
        Assert.Equal(Make.Ids(1), ValueList.From(difference.Missing));
    }

    [Fact]
    public void A_point_that_does_not_exist_is_extra_and_one_returned_twice_is_different()
    {
        Assert.Equal(Make.Ids(9), ValueList.From(Compare(1, (9, 9))!.Extra));
        Assert.Equal(Make.Ids(4), Different(Compare(2, (4, 4), (4, 4))));
    }

    [Fact]
    public void Worse_before_better_is_a_difference()
    {
        Assert.NotNull(Compare(4, (2, 2), (4, 4), (3, 2), (1, 1)));
    }

    private static ValueList<Contracts.Points.PointId> Different(Difference? difference) => ValueList.From(difference!.Different);

    private static Difference? Compare(int limit, params (ulong Id, float Score)[] found) => SearchComparison.Compare(
        new SearchQuery("v", [1f], null, limit),
        Distance.Dot,
        State,
        ValueList.From(found.Select(f => new ScoredPoint(Make.Id(f.Id), f.Score))));
}

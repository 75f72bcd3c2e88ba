using Sim.Contracts;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Model;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Tests.Oracles;

/// <summary>Queries by product over points 1 to 4 with the components 1, 2, 2 and 4.</summary>
public sealed class QueryComparisonTests
{
    private static readonly ModelState State = ModelState
        .Of([Make.Point(1, 1), Make.Point(2, 2), Make.Point(3, 2), Make.Point(4, 4)])
        .With([new VectorSchema("v", 1, Distance.Dot)]);

    private static readonly PointQuery Best = new(new QueryStage(new NearestRanking("v", [1f]), [], null, 3));

    [Fact]
    public void The_right_answer_passes()
    {
        Assert.Null(Compare(Best, (4, 4), (2, 2), (3, 2)));
        Assert.Null(Compare(Best with { Offset = 2 }, (3, 2), (1, 1)));
    }

    [Fact]
    public void A_tie_in_the_wrong_order_and_a_wrong_score_are_differences()
    {
        Assert.Equal(Make.Ids(2, 3), ValueList.From(Compare(Best, (4, 4), (3, 2), (2, 2))!.Different));
        Assert.Equal(Make.Ids(4), ValueList.From(Compare(Best, (4, 4.01f), (2, 2), (3, 2))!.Different));
        Assert.Equal(Make.Ids(4), ValueList.From(Compare(Best, (4, float.NaN), (2, 2), (3, 2))!.Different));
    }

    [Fact]
    public void What_is_left_out_is_missing_and_what_takes_its_place_is_extra()
    {
        var difference = Compare(Best, (4, 4), (2, 2), (1, 1));

        Assert.NotNull(difference);
        Assert.Equal(Make.Ids(3), ValueList.From(difference.Missing));
        Assert.Equal(Make.Ids(1), ValueList.From(difference.Extra));
        Assert.NotNull(Compare(Best, (4, 4), (2, 2)));
        Assert.NotNull(Compare(Best, (4, 4), (2, 2), (3, 2), (1, 1)));
    }

    [Fact]
    public void Where_rounding_decides_any_live_points_pass_but_none_that_do_not_belong()
    {
        // A tenth is not a whole number, so that the tie of 2 and 3 with a threshold beside it is for rounding to decide.
        var near = Best with { Stage = Best.Stage with { Ranking = new NearestRanking("v", [0.1f]), ScoreThreshold = 0.2f } };

        Assert.Null(Compare(near, (4, 0.4f)));
        Assert.Null(Compare(near, (4, 0.4f), (3, 0.2f)));
        Assert.Equal(Make.Ids(9), ValueList.From(Compare(near, (9, 0.4f))!.Extra));
        Assert.Equal(Make.Ids(4), ValueList.From(Compare(near, (4, 0.4f), (4, 0.4f))!.Different));
        Assert.NotNull(Compare(near, (4, 0.4f), (3, 0.2f), (2, 0.2f), (1, 0.1f)));
    }

    private static Difference? Compare(PointQuery query, params (ulong Id, float Score)[] found) =>
        QueryComparison.Compare(query, State, ValueList.From(found.Select(f => new ScoredPoint(Make.Id(f.Id), f.Score))));
}

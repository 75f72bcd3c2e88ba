using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Model.Tests;

public sealed class FilterEvaluationTests
{
    private static readonly Point Point = Make.Point(7) with
    {
        Payload = NameMap<PayloadValue>.From(
        [
            new("count", PayloadValue.Of(3)),
            new("weight", PayloadValue.Of(1.5)),
            new("name", PayloadValue.Of("a")),
            new("flag", PayloadValue.Of(true)),
            new("nothing", PayloadValue.Null),
            new("list", PayloadValue.Of(ValueList.From([PayloadValue.Of(1), PayloadValue.Of("b"), PayloadValue.Of([PayloadValue.Of("deep")])]))),
            new("outer", PayloadValue.Of(Make.Payload("inner", PayloadValue.Of(Make.Payload("x", PayloadValue.Of(9)))))),
        ]),
    };

    [Fact]
    public void Every_point_matches_no_filter_and_the_empty_filter()
    {
        Assert.True(FilterEvaluation.Matches(null, Point));
        Assert.True(FilterEvaluation.Matches(new Filter([], [], []), Point));
    }

    [Fact]
    public void A_match_compares_kind_and_value()
    {
        Assert.True(Holds(new MatchCondition("count", PayloadValue.Of(3))));
        Assert.False(Holds(new MatchCondition("count", PayloadValue.Of(4))));
        Assert.False(Holds(new MatchCondition("count", PayloadValue.Of("3"))));
        Assert.True(Holds(new MatchCondition("flag", PayloadValue.Of(true))));
        Assert.False(Holds(new MatchCondition("absent", PayloadValue.Of(true))));
    }

    [Fact]
    public void A_list_matches_by_any_item_but_not_by_the_items_of_an_inner_list()
    {
        Assert.True(Holds(new MatchCondition("list", PayloadValue.Of("b"))));
        Assert.True(Holds(new RangeCondition("list") { GreaterThan = 0 }));
        Assert.False(Holds(new MatchCondition("list", PayloadValue.Of("deep"))));
    }

    [Fact]
    public void A_path_leads_through_objects_only()
    {
        Assert.True(Holds(new MatchCondition("outer.inner.x", PayloadValue.Of(9))));
        Assert.False(Holds(new MatchCondition("outer.x", PayloadValue.Of(9))));
        Assert.False(Holds(new MatchCondition("name.x", PayloadValue.Of(9))));
    }

    [Theory]
    [InlineData(1.5, null, null, null, false)]
    [InlineData(null, 1.5, null, null, true)]
    [InlineData(null, null, 1.5, null, false)]
    [InlineData(null, null, null, 1.5, true)]
    [InlineData(1.0, null, 2.0, null, true)]
    [InlineData(null, null, null, null, true)]
    public void A_range_respects_each_bound(double? greater, double? atLeast, double? less, double? atMost, bool expected)
    {
        var range = new RangeCondition("weight") { GreaterThan = greater, GreaterOrEqual = atLeast, LessThan = less, LessOrEqual = atMost };

        Assert.Equal(expected, Holds(range));
    }

    [Fact]
    public void A_range_without_bounds_holds_for_numbers_alone()
    {
        Assert.True(Holds(new RangeCondition("count")));
        Assert.False(Holds(new RangeCondition("name")));
        Assert.False(Holds(new RangeCondition("nothing")));
        Assert.False(Holds(new RangeCondition("flag")));
    }

    [Fact]
    public void Must_needs_all_should_needs_one_must_not_needs_none()
    {
        Condition yes = new HasIdCondition(Make.Ids(7));
        Condition no = new HasIdCondition(Make.Ids(8));

        Assert.True(FilterEvaluation.Matches(new Filter([yes, yes], [no, yes], [no]), Point));
        Assert.False(FilterEvaluation.Matches(new Filter([yes, no], [], []), Point));
        Assert.False(FilterEvaluation.Matches(new Filter([], [no], []), Point));
        Assert.False(FilterEvaluation.Matches(new Filter([], [], [no, yes]), Point));
        Assert.True(Holds(new NestedCondition(new Filter([], [], [no]))));
    }

    private static bool Holds(Condition condition) => FilterEvaluation.Matches(Make.Must(condition), Point);
}

using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Tests.Oracles;

public sealed class FieldComparisonTests
{
    private static readonly OrderedScrollQuery Order = new(null, new OrderBy("n"), 2);
    private static readonly FacetQuery Facet = new("k", null, 2);
    private static readonly CountQuery Filtered = new(new Filter([new IsNullCondition("n")], [], []));
    private static readonly OrderedPage Page = new([Entry(1, 5), Entry(2, 6)], new OrderPosition(PayloadValue.Of(7), Make.Id(3)));
    private static readonly FacetCount[] Counts = [Count("a", 3), Count("b", 2), Count("c", 2)];

    [Fact]
    public void A_right_answer_is_no_difference()
    {
        Assert.Null(FieldComparison.Compare(Order, Page, Page with { Points = ValueList.From(Page.Points) }));
        Assert.Null(FieldComparison.Compare(Order, null, null));
        Assert.Null(FieldComparison.Compare(Facet, Counts, [Count("a", 3), Count("b", 2)]));
        Assert.Null(FieldComparison.Compare(Facet, null, null));
        Assert.Null(FieldComparison.Compare(Filtered, 3, 10, new CountEstimate(0, 5, 10)));
        Assert.Null(FieldComparison.Compare(new CountQuery(null), 10, 10, new CountEstimate(10, 10, 10)));
    }

    [Fact]
    public void An_ordered_page_is_wrong_by_a_point_a_value_its_order_its_next_page_or_by_being_refused_or_not()
    {
        Assert.Equal([Make.Id(2)], FieldComparison.Compare(Order, Page, Page with { Points = [Entry(1, 5)] })!.Missing);
        Assert.Equal([Make.Id(2)], FieldComparison.Compare(Order, Page, Page with { Points = [Entry(1, 5), Entry(2, 7)] })!.Different);
        Assert.NotNull(FieldComparison.Compare(Order, Page, Page with { Points = [Entry(2, 6), Entry(1, 5)] }));
        Assert.NotNull(FieldComparison.Compare(Order, Page, Page with { Next = null }));
        Assert.NotNull(FieldComparison.Compare(Order, Page, null));
        Assert.NotNull(FieldComparison.Compare(Order, null, Page));
    }

    [Fact]
    public void An_exact_facet_is_wrong_by_any_number_or_order()
    {
        Assert.NotNull(FieldComparison.Compare(Facet, Counts, [Count("a", 3), Count("b", 3)]));
        Assert.NotNull(FieldComparison.Compare(Facet, Counts, [Count("a", 3), Count("c", 2)]));
        Assert.NotNull(FieldComparison.Compare(Facet, Counts, [Count("a", 3)]));
        Assert.NotNull(FieldComparison.Compare(Facet, Counts, null));
        Assert.NotNull(FieldComparison.Compare(Facet, null, []));
    }

    [Fact]
    public void A_facet_that_is_not_exact_may_count_too_many_and_never_too_few()
    {
        var query = Facet with { IsExact = false };
        Assert.Null(FieldComparison.Compare(query, Counts, [Count("a", 9), Count("c", 8)]));
        Assert.Null(FieldComparison.Compare(query, Counts, [Count("gone", 4), Count("a", 3)]));
        Assert.NotNull(FieldComparison.Compare(query, Counts, [Count("a", 2), Count("b", 2)]));
        Assert.NotNull(FieldComparison.Compare(query, Counts, [Count("b", 2), Count("c", 2)]));
        Assert.NotNull(FieldComparison.Compare(query, Counts, [Count("b", 3), Count("a", 4)]));
        Assert.NotNull(FieldComparison.Compare(query, Counts, [Count("a", 3)]));
    }

    [Theory]
    [InlineData(4, 5, 10)]
    [InlineData(-1, 5, 10)]
    [InlineData(0, 1, 2)]
    [InlineData(0, 5, 11)]
    [InlineData(3, 2, 10)]
    [InlineData(0, 11, 10)]
    public void An_estimate_is_wrong_when_its_bounds_do_not_hold_the_number(long least, long expected, long most) =>
        Assert.NotNull(FieldComparison.Compare(Filtered, 3, 10, new CountEstimate(least, expected, most)));

    [Fact]
    public void Without_a_filter_an_estimate_must_be_the_number() =>
        Assert.NotNull(FieldComparison.Compare(new CountQuery(null), 10, 10, new CountEstimate(9, 10, 10)));

    private static OrderedPoint Entry(ulong id, long value) => new(Make.Point(id), PayloadValue.Of(value));

    private static FacetCount Count(string value, long count) => new(PayloadValue.Of(value), count);
}

using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;
using Sim.Contracts.Queries;

namespace Sim.Simulator.Oracles;

/// <summary>
/// The rules of the contract that a read of the workload can break whatever the collection stores: it asks for a point at least and for <see cref="RequestLimits.LimitMax"/> at most, those that it passes over counted; a search compares with finite numbers; a filter asks for slices that
/// there are, matches only values that can be matched, has numbers as bounds, and is not nested deeper than <see cref="RequestLimits.FilterDepthMax"/>.
/// </summary>
internal static class ReadRules
{
    /// <summary>True when the search breaks no rule.</summary>
    public static bool Allow(SearchQuery query) => AllowLimit(query.Limit, query.Offset) && OperationRules.IsFinite(query.Vector) && Allow(query.Filter);

    /// <summary>True when the scroll breaks no rule.</summary>
    public static bool Allow(ScrollQuery query) => AllowLimit(query.Limit) && Allow(query.Filter);

    /// <summary>True when the ordered scroll breaks no rule.</summary>
    public static bool Allow(OrderedScrollQuery query) => AllowLimit(query.Limit) && Allow(query.Filter);

    /// <summary>True when the facet breaks no rule.</summary>
    public static bool Allow(FacetQuery query) => AllowLimit(query.Limit) && Allow(query.Filter);

    /// <summary>True when the count breaks no rule.</summary>
    public static bool Allow(CountQuery query) => Allow(query.Filter);

    /// <summary>True when the filter breaks no rule.</summary>
    public static bool Allow(Filter? filter) => filter is null || Allow(filter, depth: 1);

    private static bool Allow(Filter filter, int depth) =>
        depth <= RequestLimits.FilterDepthMax && filter.Must.Concat(filter.Should).Concat(filter.MustNot).All(condition => Allow(condition, depth));

    private static bool Allow(Condition condition, int depth) => condition switch
    {
        RangeCondition range => IsNumber(range.GreaterThan) && IsNumber(range.GreaterOrEqual) && IsNumber(range.LessThan) && IsNumber(range.LessOrEqual),
        SliceCondition slice => slice.Of >= 1 && slice.Index >= 0 && slice.Index < slice.Of,
        MatchCondition match => CanBeMatched(match.Value),
        MatchAnyCondition any => any.Values.All(CanBeMatched),
        MatchExceptCondition except => except.Values.All(CanBeMatched),
        NestedCondition nested => Allow(nested.Filter, depth + 1),
        _ => true,
    };

    private static bool AllowLimit(int limit, int offset = 0) => limit > 0 && (long)limit + offset <= RequestLimits.LimitMax;

    private static bool IsNumber(double? bound) => bound is not { } value || !double.IsNaN(value);

    private static bool CanBeMatched(PayloadValue value) => value.Kind is PayloadKind.Bool or PayloadKind.Integer or PayloadKind.Text;
}

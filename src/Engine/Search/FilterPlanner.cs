using Sim.Contracts.Filters;
using Sim.Engine.Segments;

namespace Sim.Engine.Search;

/// <summary>
/// Decides how a segment is searched for the points that match a filter: from the index that gives the fewest, with every condition checked on each
/// of them, or through all points. What is found is the same.
/// </summary>
internal static class FilterPlanner
{
    /// <summary>Offsets among which every point is that matches, ascending; null when all have to be looked at.</summary>
    public static int[]? Candidates(Segment segment, Filter? filter)
    {
        if (filter is null || new ConditionSelector(segment).Select(filter) is not { } selection)
        {
            return null;
        }

        // Through most of the points the straight way is the shorter one.
        return selection.Size * 4 > segment.Ids.Total * 3L ? null : selection.Offsets();
    }

    /// <summary>The same offsets in the order of the points' ids.</summary>
    public static ReadOnlySpan<int> InOrderOfIds(Segment segment, int[] candidates)
    {
        // The points of other segments lie in the order of their ids.
        if (segment.IsAppendable)
        {
            Array.Sort(candidates, (left, right) => segment.Ids.IdAt(left).CompareTo(segment.Ids.IdAt(right)));
        }

        return candidates;
    }

    /// <summary>How many points of a segment match, as its indexes see it.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="filter">Which points; null for all.</param>
    /// <param name="hidden">How many of its live points are left out.</param>
    public static CardinalityEstimate Estimate(Segment segment, Filter? filter, int hidden)
    {
        var total = segment.LiveCount - hidden;
        return filter is null
            ? CardinalityEstimate.All(total)
            : new Estimation(segment, total, hidden + (segment.IsAppendable ? 0 : segment.Ids.Total - segment.LiveCount)).Of(filter);
    }

    /// <param name="segment">The segment.</param>
    /// <param name="total">The number of points that count.</param>
    /// <param name="gone">How many more offsets an index may still have: those hidden, and of an index that does not change those deleted.</param>
    private sealed class Estimation(Segment segment, long total, long gone)
    {
        private readonly ConditionSelector _selector = new(segment);

        public CardinalityEstimate Of(Filter filter)
        {
            var estimate = CardinalityEstimate.All(total);
            foreach (var condition in filter.Must)
            {
                estimate = estimate.And(Of(condition));
            }

            foreach (var condition in filter.MustNot)
            {
                estimate = estimate.And(Of(condition).Not());
            }

            return filter.Should.Count == 0 || filter.MinShould <= 0
                ? estimate
                : estimate.And(CardinalityEstimate.AtLeast(filter.MinShould, [.. filter.Should.Select(Of)], total));
        }

        private CardinalityEstimate Of(Condition condition)
        {
            if (condition is NestedCondition nested)
            {
                return Of(nested.Filter);
            }

            if (condition.Accept(_selector) is not { } selection)
            {
                return CardinalityEstimate.Unknown(total);
            }

            // A point may have several of the values, so that only the longest posting is sure to name as many points as it has entries.
            var least = selection.IsExact && selection.Postings.Count > 0 ? selection.Postings.Max(posting => posting.Count) - gone : 0;
            return CardinalityEstimate.Between(least, selection.Size, selection.Size, total);
        }
    }
}

using Sim.Contracts;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// Compares the reads that need or use an index with the model, when every operation sent is known to be applied. Promised: an ordered page is the model's,
/// with its points, their values and where the next page starts; an exact facet is the model's to the last number; one that is not exact gives no
/// value a number below the model's, leaves out no value for one that it should come before, and is in order; the bounds of an estimate hold the
/// true number, and without a filter are that number. Not checked: how good an estimate is, or a facet that is not exact.
/// </summary>
internal static class FieldComparison
{
    /// <summary>The difference of an ordered page, or null. An answer that was refused is null.</summary>
    public static Difference? Compare(OrderedScrollQuery query, OrderedPage? expected, OrderedPage? found)
    {
        if (expected is null || found is null)
        {
            return Refusal("ordered scroll", Describe, expected is null, found is null);
        }

        var difference = PointComparison.Compare(
            "ordered scroll", Describe, [.. expected.Points.Select(p => p.Point)], [.. found.Points.Select(p => p.Point)]);
        if (difference is not null)
        {
            return difference;
        }

        for (var i = 0; i < expected.Points.Count; i++)
        {
            if (!expected.Points[i].Value.Equals(found.Points[i].Value))
            {
                return new Difference(
                    "ordered scroll", $"{Describe()}: point {found.Points[i].Point.Id} has the value {found.Points[i].Value} instead of {expected.Points[i].Value}")
                {
                    Different = [found.Points[i].Point.Id],
                };
            }
        }

        return Equals(expected.Next, found.Next)
            ? null
            : new Difference("ordered scroll", $"{Describe()}: the next page starts at {found.Next} instead of {expected.Next}");

        string Describe() => $"scroll by {query.Order.Field}{(query.Order.IsDescending ? " descending" : "")} from {query.Order.StartFrom} {query.Order.StartId} limit {query.Limit}{FilterText.Of(query.Filter)}";
    }

    /// <summary>The difference of a facet, or null. An answer that was refused is null.</summary>
    /// <param name="query">The query.</param>
    /// <param name="counts">Every value with its number, the most frequent first.</param>
    /// <param name="found">What was answered.</param>
    public static Difference? Compare(FacetQuery query, IReadOnlyList<FacetCount>? counts, ValueList<FacetCount>? found)
    {
        if (counts is null || found is null)
        {
            return Refusal("facet", Describe, counts is null, found is null);
        }

        if (query.IsExact)
        {
            var expected = ValueList.From(counts.Take(query.Limit));
            return expected.Equals(found) ? null : new Difference("facet", $"{Describe()}: {found} instead of {expected}");
        }

        for (var i = 1; i < found.Count; i++)
        {
            if (found[i].Count > found[i - 1].Count
                || (found[i].Count == found[i - 1].Count && FieldOrder.Comparer.Compare(found[i - 1].Value, found[i].Value) >= 0))
            {
                return new Difference("facet", $"{Describe()}: {found[i - 1]} comes before {found[i]}");
            }
        }

        foreach (var count in counts)
        {
            var answered = found.FirstOrDefault(other => other.Value.Equals(count.Value));
            if (answered is null ? found.Count < query.Limit || found[^1].Count < count.Count : answered.Count < count.Count)
            {
                return new Difference("facet", $"{Describe()}: {answered?.ToString() ?? "nothing"} for {count} in {found}");
            }
        }

        return found.Count > query.Limit ? new Difference("facet", $"{Describe()}: {found.Count} values") : null;

        string Describe() => $"{(query.IsExact ? "" : "not exact ")}facet of {query.Field} limit {query.Limit}{FilterText.Of(query.Filter)}";
    }

    /// <summary>The difference of an estimate, or null.</summary>
    /// <param name="query">The query.</param>
    /// <param name="expected">The true number.</param>
    /// <param name="points">The number of points.</param>
    /// <param name="found">What was answered.</param>
    public static Difference? Compare(CountQuery query, long expected, long points, CountEstimate found)
    {
        var isRight = found.Least >= 0
            && found.Least <= expected
            && expected <= found.Most
            && found.Most <= points
            && found.Least <= found.Expected
            && found.Expected <= found.Most
            && (query.Filter is not null || found.Least == found.Most);
        return isRight ? null : new Difference("estimate", $"estimate{FilterText.Of(query.Filter)}: {found} for {expected} of {points} points");
    }

    private static Difference? Refusal(string observable, Func<string> describe, bool isExpected, bool isFound) => isExpected == isFound
        ? null
        : new Difference(observable, isFound ? $"{describe()}: refused, although there is an index for it" : $"{describe()}: answered without an index for it");
}

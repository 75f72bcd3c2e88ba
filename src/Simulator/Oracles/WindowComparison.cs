using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// Compares a read with the model while operations are under way. Promised, for each point by itself and for some moment of the <see cref="ReadWindow"/>:
/// what is returned of it was so and matched; what a read leaves out was not there or did not match, as far as the read has to return all that
/// match: a scroll up to where its next page starts, an exact search or an ordered scroll that is not full, a retrieve, a full facet. A count and
/// the numbers of an exact facet lie between what matched at every moment and what matched at any. What must be in an order is in it.
/// <para>
/// Not checked: that these moments fit together from point to point or from read to read; which of the points that matched are the best of a search or the first
/// of an order that is full, because an older copy of a point may push another out while it moves; what is left out by an approximate search.
/// </para>
/// </summary>
internal static class WindowComparison
{
    /// <summary>The difference of a retrieve, or null.</summary>
    /// <param name="window">The moments.</param>
    /// <param name="query">The retrieve.</param>
    /// <param name="found">What was returned.</param>
    public static Difference? Compare(ReadWindow window, RetrieveQuery query, ValueList<Point> found)
    {
        var report = new Report(window, "retrieve");
        var returned = report.Returned(found.Select(point => point.Id));
        foreach (var point in found)
        {
            report.Explain(point.Id, moment => moment is not null && Selection.Of(moment, query.WithPayload, query.WithVectors).Equals(point));
        }

        foreach (var id in query.Ids.Where(id => !returned.Contains(id)))
        {
            report.ExplainAbsence(id, moment => moment is null);
        }

        return report.Difference();
    }

    /// <summary>The difference of one page of a scroll, or null.</summary>
    /// <param name="window">The moments.</param>
    /// <param name="seen">Every id that may be there.</param>
    /// <param name="query">The scroll.</param>
    /// <param name="found">The page.</param>
    public static Difference? Compare(ReadWindow window, IEnumerable<PointId> seen, ScrollQuery query, ScrollPage found)
    {
        var report = new Report(window, "scroll");
        var returned = report.Returned(found.Points.Select(point => point.Id));
        foreach (var point in found.Points)
        {
            report.Explain(point.Id, moment => moment is not null
                && FilterEvaluation.Matches(query.Filter, moment)
                && Selection.Of(moment, query.WithPayload, query.WithVectors).Equals(point));
        }

        // The ids between where the page starts and where the next one does are its own.
        foreach (var id in seen.Where(id => !returned.Contains(id) && !(id < query.Offset) && (found.Next is not { } next || id < next)))
        {
            report.ExplainAbsence(id, moment => moment is null || !FilterEvaluation.Matches(query.Filter, moment));
        }

        if (found.Next is { } start)
        {
            report.Explain(start, moment => moment is not null && FilterEvaluation.Matches(query.Filter, moment));
        }

        PointId? before = null;
        foreach (var id in found.Points.Select(point => point.Id).Concat(found.Next is { } after ? [after] : []))
        {
            report.Require(id, id > before || before is null, "is out of order");
            report.Require(id, !(id < query.Offset), "comes before where the page starts");
            before = id;
        }

        return report.Difference(found.Points.Count > query.Limit || (found.Next is not null && found.Points.Count < query.Limit)
            ? $"a page of {found.Points.Count} instead of {query.Limit} points, and the next starts at {found.Next}"
            : null);
    }

    /// <summary>The difference of a count, or null.</summary>
    public static Difference? Compare(ReadWindow window, IEnumerable<PointId> seen, CountQuery query, long found)
    {
        var least = 0;
        var most = 0;
        foreach (var id in seen)
        {
            most += window.MayBe(id, Matches) ? 1 : 0;
            least += window.MustBe(id, Matches) ? 1 : 0;
        }

        return found >= least && found <= most
            ? null
            : new Difference("count", $"count{FilterText.Of(query.Filter)} while operations are under way: {found}, which is not from {least} to {most}");

        bool Matches(Point? moment) => moment is not null && FilterEvaluation.Matches(query.Filter, moment);
    }

    /// <summary>The difference of a search by a vector that the collection has at every moment, or null.</summary>
    /// <param name="window">The moments.</param>
    /// <param name="seen">Every id that may be there.</param>
    /// <param name="query">The search.</param>
    /// <param name="distance">The distance of the vector.</param>
    /// <param name="found">What was returned.</param>
    public static Difference? Compare(ReadWindow window, IEnumerable<PointId> seen, SearchQuery query, Distance distance, ValueList<ScoredPoint> found)
    {
        var report = new Report(window, "search");
        var returned = report.Returned(found.Select(point => point.Id));
        foreach (var point in found)
        {
            report.Explain(point.Id, moment => moment is not null
                && FilterEvaluation.Matches(query.Filter, moment)
                && HasScore(moment, query, distance, point.Score)
                && ModelState.WithContent(query, point, moment) == point);
        }

        if (query.IsExact && query.Offset == 0 && found.Count < query.Limit)
        {
            foreach (var id in seen.Where(id => !returned.Contains(id)))
            {
                report.ExplainAbsence(id, moment => moment?.Vectors.Get(query.VectorName) is not { } vector
                    || !FilterEvaluation.Matches(query.Filter, moment)
                    || IsCutOff(query, distance, vector));
            }
        }

        return report.Difference(SearchOrder.Mistakes(distance, found, report.Different));
    }

    /// <summary>The difference of one page of an ordered scroll, or null. An answer that was refused is null.</summary>
    public static Difference? Compare(ReadWindow window, IEnumerable<PointId> seen, OrderedScrollQuery query, OrderedPage? found)
    {
        var types = window.IndexTypes(query.Order.Field);
        var start = query.Order.StartFrom;
        var hasStart = start is not null || query.Order.StartId is not null;
        if (found is null)
        {
            // What starts at a value may be refused for that value.
            return hasStart || types.Any(type => !HasOrder(type))
                ? null
                : new Difference("ordered scroll", $"a scroll by {query.Order.Field} was refused, although there was an index for it all the time");
        }

        if (!types.Any(HasOrder))
        {
            return new Difference("ordered scroll", $"a scroll by {query.Order.Field} was answered, although there was no index for it at any time");
        }

        if (types.Count > 1 || types.First() is not { } only)
        {
            return null;
        }

        var index = new FieldIndex(query.Order.Field, only);
        var sign = query.Order.IsDescending ? -1 : 1;
        var from = start is null ? null : FieldOrder.Shown(only, start);
        var report = new Report(window, "ordered scroll");
        var returned = report.Returned(found.Points.Select(point => point.Point.Id));
        OrderedPoint? before = null;
        foreach (var point in found.Points)
        {
            report.Explain(point.Point.Id, moment => moment is not null
                && FilterEvaluation.Matches(query.Filter, moment)
                && moment.Equals(point.Point)
                && point.Value.Equals(ValueOf(moment)));
            report.Require(point.Point.Id, IsAfterStart(point.Value, point.Point.Id), "comes before where the page starts");
            report.Require(point.Point.Id, before is null || Compare(before.Value, before.Point.Id, point.Value, point.Point.Id) < 0, "is out of order");
            before = point;
        }

        if (found.Next is null)
        {
            foreach (var id in seen.Where(id => !returned.Contains(id)))
            {
                report.ExplainAbsence(id, moment => moment is null
                    || !FilterEvaluation.Matches(query.Filter, moment)
                    || ValueOf(moment) is not { } value
                    || !IsAfterStart(value, id));
            }
        }

        return report.Difference(found.Points.Count > query.Limit ? $"a page of {found.Points.Count} instead of {query.Limit} points" : null);

        PayloadValue? ValueOf(Point moment) =>
            FieldOrder.ValuesOf(moment, index) is { Count: > 0 } values ? values[query.Order.IsDescending ? values.Count - 1 : 0] : null;

        bool IsAfterStart(PayloadValue value, PointId id) =>
            from is null || sign * FieldOrder.Comparer.Compare(value, from) is var order && (order > 0 || (order == 0 && !(id < query.Order.StartId)));

        int Compare(PayloadValue left, PointId leftId, PayloadValue right, PointId rightId) =>
            sign * FieldOrder.Comparer.Compare(left, right) is var order && order != 0 ? order : leftId.CompareTo(rightId);
    }

    /// <summary>The difference of a facet, or null. An answer that was refused is null.</summary>
    public static Difference? Compare(ReadWindow window, IReadOnlyCollection<PointId> seen, FacetQuery query, ValueList<FacetCount>? found)
    {
        var types = window.IndexTypes(query.Field);
        if (found is null)
        {
            return types.Any(type => !HasFacet(type))
                ? null
                : new Difference("facet", $"a facet of {query.Field} was refused, although there was an index for it all the time");
        }

        if (!types.Any(HasFacet))
        {
            return new Difference("facet", $"a facet of {query.Field} was answered, although there was no index for it at any time");
        }

        if (types.Count > 1 || types.First() is not { } only || !query.IsExact)
        {
            return null;
        }

        var index = new FieldIndex(query.Field, only);
        foreach (var count in found)
        {
            var least = seen.Count(id => window.MustBe(id, moment => Has(moment, count.Value)));
            var most = seen.Count(id => window.MayBe(id, moment => Has(moment, count.Value)));
            if (count.Count < least || count.Count > most)
            {
                return new Difference("facet", $"facet of {query.Field}{FilterText.Of(query.Filter)} while operations are under way: {count}, which is not from {least} to {most}");
            }
        }

        if (found.Count >= query.Limit)
        {
            return null;
        }

        var missing = seen.Where(id => window.MustBe(id, moment =>
            moment is not null && FilterEvaluation.Matches(query.Filter, moment) && FieldOrder.ValuesOf(moment, index).Any(value => found.All(count => !count.Value.Equals(value)))));
        return missing.Any()
            ? new Difference("facet", $"facet of {query.Field}{FilterText.Of(query.Filter)} while operations are under way: {found} lacks values of points") { Missing = [.. missing] }
            : null;

        bool Has(Point? moment, PayloadValue value) =>
            moment is not null && FilterEvaluation.Matches(query.Filter, moment) && FieldOrder.ValuesOf(moment, index).Contains(value);
    }

    private static bool HasOrder(FieldType? type) => type is FieldType.Integer or FieldType.Float or FieldType.DateTime;

    private static bool HasFacet(FieldType? type) => type is FieldType.Keyword or FieldType.Integer or FieldType.Bool or FieldType.Uuid;

    private static bool HasScore(Point moment, SearchQuery query, Distance distance, float score) =>
        moment.Vectors.Get(query.VectorName) is { } vector
        && Math.Abs(Scoring.Score(distance, query.Vector, vector) - score) <= Scoring.Tolerance(distance, query.Vector, vector);

    // A score as near to the threshold as rounding reaches may be in or out.
    private static bool IsCutOff(SearchQuery query, Distance distance, DenseVector vector) =>
        query.ScoreThreshold is { } threshold
        && Scoring.Score(distance, query.Vector, vector) is var score
        && (Scoring.IsBetter(distance, threshold, score) || Math.Abs(score - threshold) <= Scoring.Tolerance(distance, query.Vector, vector));

    /// <summary>What is wrong with one read.</summary>
    private sealed class Report(ReadWindow window, string observable)
    {
        private readonly SortedSet<PointId> _missing = [];
        private readonly SortedSet<PointId> _extra = [];
        private readonly List<string> _details = [];

        public SortedSet<PointId> Different { get; } = [];

        /// <summary>The ids that were returned; an id that occurs twice is a difference.</summary>
        public HashSet<PointId> Returned(IEnumerable<PointId> ids)
        {
            var returned = new HashSet<PointId>();
            foreach (var id in ids)
            {
                Require(id, returned.Add(id), "is returned twice");
            }

            return returned;
        }

        public void Explain(PointId id, Func<Point?, bool> fits)
        {
            if (!window.MayBe(id, fits))
            {
                (window.IsThereAtTheEnd(id) ? Different : _extra).Add(id);
            }
        }

        public void ExplainAbsence(PointId id, Func<Point?, bool> fits)
        {
            if (!window.MayBe(id, fits))
            {
                _missing.Add(id);
            }
        }

        public void Require(PointId id, bool holds, string otherwise)
        {
            if (!holds)
            {
                Different.Add(id);
                _details.Add($"; point {id} {otherwise}");
            }
        }

        public Difference? Difference(IEnumerable<string> mistakes)
        {
            _details.AddRange(mistakes.Select(mistake => $"; {mistake}"));
            return Difference(mistake: null);
        }

        public Difference? Difference(string? mistake = null)
        {
            if (mistake is not null)
            {
                _details.Add($"; {mistake}");
            }

            if (_missing.Count == 0 && _extra.Count == 0 && Different.Count == 0 && _details.Count == 0)
            {
                return null;
            }

            var text = $"{observable} while operations are under way: [{string.Join(", ", _missing)}] missing, [{string.Join(", ", _extra)}] extra, "
                + $"[{string.Join(", ", Different)}] different at every moment that it can have seen{string.Concat(_details)}";
            return new Difference(observable, text) { Missing = _missing, Extra = _extra, Different = Different };
        }
    }
}

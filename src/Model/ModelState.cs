using System.Collections.Immutable;
using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;

namespace Sim.Model;

/// <summary>
/// The points of a collection, or of one shard, at one moment, and the right answer to every query on them. Immutable: an operation
/// gives a new state that shares what did not change, so keeping every state is cheap.
/// </summary>
public sealed class ModelState
{
    /// <summary>The state without points, vectors and indexes.</summary>
    public static readonly ModelState Empty = new(
        ImmutableSortedDictionary<PointId, Point>.Empty, [], ImmutableSortedDictionary.Create<string, FieldType>(StringComparer.Ordinal));

    private ModelState(
        ImmutableSortedDictionary<PointId, Point> points, ValueList<VectorSchema> vectors, ImmutableSortedDictionary<string, FieldType> indexes)
    {
        Points = points;
        Vectors = vectors;
        Indexes = indexes;
    }

    /// <summary>The named vectors that points may have.</summary>
    public ValueList<VectorSchema> Vectors { get; }

    /// <summary>The points in the order of their ids.</summary>
    public ImmutableSortedDictionary<PointId, Point> Points { get; }

    /// <summary>
    /// The types of the indexes by field; of a whole collection those that every shard has. Answers do not depend on them, but orders and facets are
    /// refused without.
    /// </summary>
    public ImmutableSortedDictionary<string, FieldType> Indexes { get; }

    /// <summary>A state with these points and indexes; an id or a field must not occur twice.</summary>
    public static ModelState Of(IEnumerable<Point> points, params IEnumerable<FieldIndex> indexes) => new(
        points.Select(p => KeyValuePair.Create(p.Id, p)).ToImmutableSortedDictionary(),
        [],
        indexes.ToImmutableSortedDictionary(i => i.Field, i => i.Type, StringComparer.Ordinal));

    /// <summary>The same points in a collection with these vectors.</summary>
    public ModelState With(ValueList<VectorSchema> vectors) => new(Points, vectors, Indexes);

    /// <summary>The index over a field, or null.</summary>
    public FieldIndex? IndexOf(string field) => Indexes.TryGetValue(field, out var type) ? new FieldIndex(field, type) : null;

    /// <summary>The state after <paramref name="operation"/>.</summary>
    public ModelState Apply(Operation operation) => Settle(operation).Accept(new Change(this));

    /// <summary>The same operation on this state without its condition: with the points by id.</summary>
    public Operation Settle(Operation operation) => operation switch
    {
        ByFilter byFilter => byFilter.Operation with { Ids = ValueList.From(Matching(byFilter.Filter).Select(p => p.Id)) },
        UpsertPoints { Mode: UpsertMode.InsertOnly } insert =>
            new UpsertPoints(ValueList.From(insert.Points.Where(p => !Points.ContainsKey(p.Id)))),
        UpsertPoints { Mode: UpsertMode.UpdateOnly } update =>
            new UpsertPoints(ValueList.From(update.Points.Where(p => Points.ContainsKey(p.Id)))),
        _ => operation,
    };

    /// <summary>True when a settled operation names no point: there is nothing to do, and so nothing to log.</summary>
    public static bool DoesNothing(Operation settled) => settled switch
    {
        UpsertPoints upsert => upsert.Points.Count == 0,
        UpdateVectors update => update.Points.Count == 0,
        PointsOperation points => points.Ids.Count == 0,
        _ => false,
    };

    /// <summary>
    /// Every point that a search may return, best first, ties in the order of their ids: the answer is the first
    /// <see cref="SearchQuery.Limit"/> of these.
    /// </summary>
    public IReadOnlyList<(PointId Id, double Score)> Candidates(SearchQuery query, Distance distance)
    {
        var candidates = new List<(PointId Id, double Score)>();
        foreach (var point in Points.Values)
        {
            if (point.Vectors.Get(query.VectorName) is { } vector && FilterEvaluation.Matches(query.Filter, point))
            {
                candidates.Add((point.Id, Scoring.Score(distance, query.Vector, vector)));
            }
        }

        // Ties are ties of the 32-bit score that is returned, not of the 64-bit score behind it.
        var sign = Scoring.LargerIsBetter(distance) ? -1 : 1;
        candidates.Sort((left, right) =>
        {
            var order = sign * ((float)left.Score).CompareTo((float)right.Score);
            return order != 0 ? order : left.Id.CompareTo(right.Id);
        });
        return candidates;
    }

    /// <summary>The answer to a search.</summary>
    public ValueList<ScoredPoint> Search(SearchQuery query, Distance distance) =>
        ValueList.From(Candidates(query, distance)
            .Where(c => query.ScoreThreshold is not { } threshold || !Scoring.IsBetter(distance, threshold, (float)c.Score))
            .Skip(query.Offset)
            .Take(query.Limit)
            .Select(c => WithContent(query, new ScoredPoint(c.Id, (float)c.Score))));

    /// <summary>A point that a search found, with what the search selects of it.</summary>
    public ScoredPoint WithContent(SearchQuery query, ScoredPoint point) => WithContent(query, point, Points[point.Id]);

    /// <summary>A point that a search found, with what the search selects of <paramref name="content"/>.</summary>
    public static ScoredPoint WithContent(SearchQuery query, ScoredPoint point, Point content)
    {
        var withPayload = query.WithPayload.Selection != PayloadSelection.None;
        var withVectors = query.WithVectors.Names is not { Count: 0 };
        var selected = withPayload || withVectors ? Selection.Of(content, query.WithPayload, query.WithVectors) : content;
        return point with
        {
            Payload = withPayload ? selected.Payload : null,
            Vectors = withVectors ? selected.Vectors : null,
        };
    }

    /// <summary>The answer to a scroll.</summary>
    public ScrollPage Scroll(ScrollQuery query)
    {
        var matching = Matching(query.Filter)
            .Where(p => query.Offset is not { } offset || p.Id >= offset)
            .Take(query.Limit + 1)
            .ToArray();
        var page = ValueList.From(matching.Take(query.Limit).Select(p => Selection.Of(p, query.WithPayload, query.WithVectors)));
        return new ScrollPage(page, matching.Length > query.Limit ? matching[query.Limit].Id : null);
    }

    /// <summary>The answer to a count.</summary>
    public long Count(CountQuery query) => query.Filter is null ? Points.Count : Matching(query.Filter).Count();

    /// <summary>The answer to a retrieve, in the order of the ids.</summary>
    public ValueList<Point> Retrieve(RetrieveQuery query) =>
        ValueList.From(query.Ids.Distinct().Order().Select(id => Points.GetValueOrDefault(id)).OfType<Point>().Select(p => Selection.Of(p, query.WithPayload, query.WithVectors)));

    /// <summary>The answer to an ordered scroll; null when it is refused: the field has no index that has an order, or the start is none of its values.</summary>
    public OrderedPage? Scroll(OrderedScrollQuery query)
    {
        if (IndexOf(query.Order.Field) is not { Type: FieldType.Integer or FieldType.Float or FieldType.DateTime } index)
        {
            return null;
        }

        var sign = query.Order.IsDescending ? -1 : 1;
        var start = query.Order.StartFrom is { } from ? FieldOrder.Shown(index.Type, from) : null;
        if (start is null && query.Order is not { StartFrom: null, StartId: null })
        {
            return null;
        }

        var page = Matching(query.Filter)
            .Select(p => (Point: p, Values: FieldOrder.ValuesOf(p, index)))
            .Where(p => p.Values.Count > 0)
            .Select(p => new OrderedPoint(p.Point, query.Order.IsDescending ? p.Values[^1] : p.Values[0]))
            .Where(p => start is null || sign * FieldOrder.Comparer.Compare(p.Value, start) is var order && (order > 0 || (order == 0 && !(p.Point.Id < query.Order.StartId))))
            .Order(Comparer<OrderedPoint>.Create((left, right) =>
                sign * FieldOrder.Comparer.Compare(left.Value, right.Value) is var order && order != 0 ? order : left.Point.Id.CompareTo(right.Point.Id)))
            .Take(query.Limit + 1)
            .ToArray();
        return page.Length > query.Limit
            ? new OrderedPage(ValueList.From(page.Take(query.Limit)), new OrderPosition(page[query.Limit].Value, page[query.Limit].Point.Id))
            : new OrderedPage(ValueList.From(page), null);
    }

    /// <summary>
    /// Every value of a facet with its number of points, the most frequent first: the answer is the first <see cref="FacetQuery.Limit"/> of these. Null when it
    /// is refused, for want of an index whose values are counted.
    /// </summary>
    public IReadOnlyList<FacetCount>? FacetCounts(FacetQuery query)
    {
        if (IndexOf(query.Field) is not { Type: FieldType.Keyword or FieldType.Integer or FieldType.Bool or FieldType.Uuid } index)
        {
            return null;
        }

        return
        [
            .. Matching(query.Filter)
                .SelectMany(p => FieldOrder.ValuesOf(p, index))
                .GroupBy(value => value)
                .Select(group => new FacetCount(group.Key, group.Count()))
                .OrderByDescending(count => count.Count)
                .ThenBy(count => count.Value, FieldOrder.Comparer),
        ];
    }

    /// <summary>True when both states hold equal points and have the same vectors and indexes.</summary>
    public bool IsSameAs(ModelState other) => Vectors.Equals(other.Vectors) && HasSameIndexes(other) && HasSamePoints(other);

    /// <summary>True when both states hold equal points.</summary>
    public bool HasSamePoints(ModelState other) =>
        ReferenceEquals(Points, other.Points) || (Points.Count == other.Points.Count && Points.Values.SequenceEqual(other.Points.Values));

    /// <summary>True when both states have the same indexes.</summary>
    public bool HasSameIndexes(ModelState other) => ReferenceEquals(Indexes, other.Indexes) || Indexes.SequenceEqual(other.Indexes);

    /// <summary>This state with the points of <paramref name="other"/>, which has none of the same id and the same vectors, and the indexes that both have.</summary>
    public ModelState Union(ModelState other) => new(
        Points.AddRange(other.Points), other.Vectors, Indexes.RemoveRange(Indexes.Except(other.Indexes).Select(i => i.Key).ToArray()));

    private ModelState With(ImmutableSortedDictionary<PointId, Point> points) => new(points, Vectors, Indexes);

    private ModelState With(ImmutableSortedDictionary<string, FieldType> indexes) => new(Points, Vectors, indexes);

    private IEnumerable<Point> Matching(Filter? filter) => Points.Values.Where(p => FilterEvaluation.Matches(filter, p));

    private sealed class Change(ModelState state) : IOperationVisitor<ModelState>
    {
        public ModelState Visit(UpsertPoints operation) =>
            state.With(operation.Points.Aggregate(state.Points, (points, point) => points.SetItem(point.Id, point)));

        public ModelState Visit(DeletePoints operation) => state.With(state.Points.RemoveRange(operation.Ids));

        public ModelState Visit(SetPayload operation) =>
            Replace(operation.Ids, payload => Merge(payload, operation.Key?.Split('.') ?? [], operation.Payload));

        public ModelState Visit(OverwritePayload operation) => Replace(operation.Ids, _ => operation.Payload);

        public ModelState Visit(DeletePayload operation) =>
            Replace(operation.Ids, payload => operation.Keys.Aggregate(payload, (left, key) => left.Without(key)));

        public ModelState Visit(ClearPayload operation) => Replace(operation.Ids, _ => NameMap<PayloadValue>.Empty);

        public ModelState Visit(UpdateVectors operation) =>
            operation.Points.Aggregate(
                state, (before, entry) => new Change(before).ReplaceEach([entry.Id], p => p with { Vectors = p.Vectors.WithAll(entry.Vectors) }));

        public ModelState Visit(DeleteVectors operation) => ReplaceEach(
            operation.Ids, p => p with { Vectors = operation.Names.Aggregate(p.Vectors, (left, name) => left.Without(name)) });

        public ModelState Visit(CreateVectorName operation) => state.With(ValueList.From(state.Vectors.Append(operation.Vector)));

        public ModelState Visit(DeleteVectorName operation) =>
            ReplaceEach(state.Points.Keys, p => p with { Vectors = p.Vectors.Without(operation.Name) })
                .With(ValueList.From(state.Vectors.Where(vector => vector.Name != operation.Name)));

        public ModelState Visit(CreateFieldIndex operation) => state.With(state.Indexes.SetItem(operation.Field, operation.Type));

        public ModelState Visit(DropFieldIndex operation) => state.With(state.Indexes.Remove(operation.Field));

        public ModelState Visit(ByFilter operation) => state.Apply(operation);

        // What lies on the path and is no object is replaced by one.
        private static NameMap<PayloadValue> Merge(NameMap<PayloadValue> payload, ReadOnlySpan<string> path, NameMap<PayloadValue> entries)
        {
            if (path.Length == 0)
            {
                return payload.WithAll(entries);
            }

            var inner = payload.Get(path[0]) is { Kind: PayloadKind.Object } value ? value.Object : NameMap<PayloadValue>.Empty;
            return payload.With(path[0], PayloadValue.Of(Merge(inner, path[1..], entries)));
        }

        private ModelState Replace(ValueList<PointId> ids, Func<NameMap<PayloadValue>, NameMap<PayloadValue>> change) =>
            ReplaceEach(ids, p => p with { Payload = change(p.Payload) });

        private ModelState ReplaceEach(IEnumerable<PointId> ids, Func<Point, Point> change)
        {
            var points = state.Points;
            foreach (var id in ids)
            {
                if (points.TryGetValue(id, out var point))
                {
                    points = points.SetItem(id, change(point));
                }
            }

            return state.With(points);
        }
    }
}

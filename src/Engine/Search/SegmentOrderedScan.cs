using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Segments;

namespace Sim.Engine.Search;

/// <summary>
/// One walk over the points that match a filter, in the order of a field's values, on its way through the segments of a collection. A segment that has
/// the index gives its first points from it; one that has not got it yet, or whose index was given up meanwhile, is looked through whole. In the end
/// the newest copy of each point counts.
/// </summary>
internal sealed class SegmentOrderedScan : SegmentWalk
{
    private readonly OrderBy _order;
    private readonly FieldType _type;
    private readonly int _limit;
    private readonly IndexKey? _start;
    private readonly FilterMatcher _matcher;
    private readonly SortedSet<IndexKey> _keys = [];
    private readonly Dictionary<PointId, Entry> _found = [];

    /// <param name="query">The query.</param>
    /// <param name="type">The type of the field's index.</param>
    public SegmentOrderedScan(OrderedScrollQuery query, FieldType type)
    {
        _order = query.Order;
        _type = type;
        // One more than asked for, to know where the next page begins.
        _limit = query.Limit == int.MaxValue ? int.MaxValue : query.Limit + 1;
        _matcher = new FilterMatcher(query.Filter);
        _start = query.Order.StartFrom is { } value && FieldKeys.TryGet(type, value, out var key) ? key : null;
    }

    /// <summary>The page.</summary>
    public OrderedPage Page(int limit)
    {
        var first = _found.Values.Order(Comparer<Entry>.Create(Compare)).Take(_limit).ToArray();
        var points = first.Take(limit).Select(entry => new OrderedPoint(entry.Point, FieldKeys.ValueOf(_type, entry.Key)));
        return new OrderedPage(
            ValueList.From(points),
            first.Length > limit ? new OrderPosition(FieldKeys.ValueOf(_type, first[limit].Key), first[limit].Point.Id) : null);
    }

    public override void Run(Segment segment)
    {
        _matcher.HiddenVectors = HiddenVectors;
        if (segment.Indexes.Find(_order.Field) is { } index && index.Definition.Index.Type == _type)
        {
            RunOver(segment, index);
            return;
        }

        var entries = new List<Entry>();
        for (var offset = 0; offset < segment.Ids.Total; offset++)
        {
            if (KeyOf(segment, offset) is { } key && IsFromStart(key, segment.Ids.IdAt(offset)) && IsVisible(segment, offset) && _matcher.Matches(segment, offset))
            {
                entries.Add(new Entry(key, segment.Ids.VersionAt(offset), segment.ReadAt(offset, HiddenVectors)));
            }
        }

        foreach (var entry in entries.Order(Comparer<Entry>.Create(Compare)).Take(_limit))
        {
            Add(entry);
        }
    }

    private void RunOver(Segment segment, ValueIndex index)
    {
        var left = _limit;
        var postings = _order.IsDescending ? index.Range(null, _start, isDescending: true) : index.Range(_start, null);
        foreach (var posting in postings)
        {
            foreach (var offset in FilterPlanner.InOrderOfIds(segment, posting.Offsets.ToArray()))
            {
                // A point with several values is in several postings; it counts in one.
                if (!IsVisible(segment, offset)
                    || KeyOf(segment, offset) != posting.Key
                    || !IsFromStart(posting.Key, segment.Ids.IdAt(offset))
                    || !_matcher.Matches(segment, offset))
                {
                    continue;
                }

                Add(new Entry(posting.Key, segment.Ids.VersionAt(offset), segment.ReadAt(offset, HiddenVectors)));
                if (--left == 0)
                {
                    return;
                }
            }
        }
    }

    private void Add(Entry entry)
    {
        if (!_found.TryGetValue(entry.Point.Id, out var other) || other.Version < entry.Version)
        {
            _found[entry.Point.Id] = entry;
        }
    }

    /// <summary>The value that a point is ordered by.</summary>
    private IndexKey? KeyOf(Segment segment, int offset)
    {
        _keys.Clear();
        FieldKeys.AddTo(_keys, segment.PayloadAt(offset), _order.Field, _type);
        return _keys.Count == 0 ? null : _order.IsDescending ? _keys.Max : _keys.Min;
    }

    private bool IsFromStart(IndexKey key, PointId id)
    {
        if (_start is not { } start)
        {
            return true;
        }

        var order = _order.IsDescending ? start.CompareTo(key) : key.CompareTo(start);
        return order > 0 || (order == 0 && (_order.StartId is not { } first || id >= first));
    }

    private int Compare(Entry left, Entry right)
    {
        var order = _order.IsDescending ? right.Key.CompareTo(left.Key) : left.Key.CompareTo(right.Key);
        return order != 0 ? order : left.Point.Id.CompareTo(right.Point.Id);
    }

    private readonly record struct Entry(IndexKey Key, OperationNumber Version, Point Point);
}

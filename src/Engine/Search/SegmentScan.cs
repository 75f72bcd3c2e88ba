using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Points;
using Sim.Engine.Segments;

namespace Sim.Engine.Search;

/// <summary>
/// One walk over the points that match a filter, in the order of their ids, on its way through the segments of a collection. Serves scroll and
/// count. In the end the newest copy of each point counts.
/// </summary>
internal sealed class SegmentScan : SegmentWalk
{
    private readonly PointId? _from;
    private readonly int _limit;
    private readonly bool _withPoints;
    private readonly Filter? _filter;
    private readonly FilterMatcher _matcher;
    private readonly SortedDictionary<PointId, (OperationNumber Version, Point? Point)> _found = [];

    /// <param name="filter">Which points; null for all.</param>
    /// <param name="from">The first id; null for all.</param>
    /// <param name="limit">How many points each segment adds at the most.</param>
    /// <param name="withPoints">True to read the points, false when their ids are enough.</param>
    public SegmentScan(Filter? filter, PointId? from, int limit, bool withPoints)
    {
        _from = from;
        _limit = limit;
        _withPoints = withPoints;
        _filter = filter;
        _matcher = new FilterMatcher(filter);
    }

    /// <summary>How many points were found.</summary>
    public int Count => _found.Count;

    /// <summary>The points, in the order of their ids.</summary>
    public IEnumerable<Point> Points => _found.Values.Select(found => found.Point!);

    /// <summary>Their ids, in order.</summary>
    public IEnumerable<PointId> Ids => _found.Keys;

    public override void Run(Segment segment)
    {
        _matcher.HiddenVectors = HiddenVectors;
        var left = _limit;
        var offsets = FilterPlanner.Candidates(segment, _filter) is { } candidates
            ? FilterPlanner.InOrderOfIds(segment, candidates)
            : segment.Ids.Sorted(_from);
        foreach (var offset in offsets)
        {
            var id = segment.Ids.IdAt(offset);
            if (id < _from || !IsVisible(segment, offset) || !_matcher.Matches(segment, offset))
            {
                continue;
            }

            var version = segment.Ids.VersionAt(offset);
            if (!_found.TryGetValue(id, out var other) || other.Version < version)
            {
                _found[id] = (version, _withPoints ? segment.ReadAt(offset, HiddenVectors) : null);
            }

            if (--left == 0)
            {
                return;
            }
        }
    }
}

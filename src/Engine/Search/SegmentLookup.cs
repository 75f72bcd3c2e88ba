using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Engine.Segments;

namespace Sim.Engine.Search;

/// <summary>One look for points by their ids on its way through the segments of a shard. In the end the newest copy of each point counts.</summary>
internal sealed class SegmentLookup(IReadOnlyCollection<PointId> ids) : ISegmentRead
{
    private readonly SortedDictionary<PointId, (OperationNumber Version, Point Point)> _found = [];

    /// <summary>The points that exist, in the order of their ids.</summary>
    public IEnumerable<Point> Points => _found.Values.Select(found => found.Point);

    /// <summary>True when the point exists.</summary>
    public bool Has(PointId id) => _found.ContainsKey(id);

    public void Visit(ISegment segment)
    {
        foreach (var id in ids)
        {
            if (segment.TryGetVersion(id, out var version) && (!_found.TryGetValue(id, out var other) || version > other.Version))
            {
                _found[id] = (version, segment.Read(id)!);
            }
        }
    }
}

using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Segments;

namespace Sim.Engine.Search;

/// <summary>
/// The values of a field and how many points have each, on its way through the segments of a collection. Exact numbers come from the points themselves, and
/// in the end the newest copy of each counts; others come from the indexes where there is no filter.
/// </summary>
internal sealed class SegmentFacet(FacetQuery query, FieldType type) : SegmentWalk
{
    private readonly FilterMatcher _matcher = new(query.Filter);
    private readonly SortedDictionary<IndexKey, long> _counts = [];
    private readonly Dictionary<PointId, (OperationNumber Version, SortedSet<IndexKey> Keys)> _points = [];

    /// <summary>The values, the most frequent first.</summary>
    public ValueList<FacetCount> Counts()
    {
        foreach (var (_, keys) in _points.Values)
        {
            foreach (var key in keys)
            {
                Add(key, 1);
            }
        }

        _points.Clear();
        return ValueList.From(_counts
            .OrderByDescending(entry => entry.Value)
            .Take(query.Limit)
            .Select(entry => new FacetCount(FieldKeys.ValueOf(type, entry.Key), entry.Value)));
    }

    public override void Run(Segment segment)
    {
        _matcher.HiddenVectors = HiddenVectors;
        if (!query.IsExact && _matcher.MatchesAll && segment.Indexes.Find(query.Field) is { } index && index.Definition.Index.Type == type)
        {
            foreach (var posting in index.Range(null, null))
            {
                Add(posting.Key, posting.Count);
            }

            return;
        }

        if (FilterPlanner.Candidates(segment, query.Filter) is { } candidates)
        {
            foreach (var offset in candidates)
            {
                Look(segment, offset);
            }

            return;
        }

        for (var offset = 0; offset < segment.Ids.Total; offset++)
        {
            Look(segment, offset);
        }
    }

    private void Look(Segment segment, int offset)
    {
        if (!IsVisible(segment, offset) || !_matcher.Matches(segment, offset))
        {
            return;
        }

        var id = segment.Ids.IdAt(offset);
        var version = segment.Ids.VersionAt(offset);
        if (!_points.TryGetValue(id, out var other) || other.Version < version)
        {
            var keys = new SortedSet<IndexKey>();
            FieldKeys.AddTo(keys, segment.PayloadAt(offset), query.Field, type);
            _points[id] = (version, keys);
        }
    }

    private void Add(IndexKey key, long count) => _counts[key] = _counts.GetValueOrDefault(key) + count;
}

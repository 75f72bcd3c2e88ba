using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine.Segments;

namespace Sim.Engine.Search;

/// <summary>
/// One exact search on its way through the segments of a collection. Each segment adds its best points; in the end the newest copy of each
/// point counts.
/// </summary>
internal sealed class SegmentSearch
{
    private readonly SearchQuery _query;
    private readonly int _vectorIndex;
    private readonly Distance _distance;
    private readonly FilterMatcher _matcher;
    private readonly Comparer<SearchHit> _bestFirst;
    private readonly List<SearchHit> _hits = [];
    private readonly PriorityQueue<SearchHit, SearchHit> _best;

    public SegmentSearch(SearchQuery query, CollectionSchema schema)
    {
        _query = query;
        for (var i = 0; i < schema.Vectors.Count; i++)
        {
            if (schema.Vectors[i].Name == query.VectorName)
            {
                _vectorIndex = i;
            }
        }

        _distance = schema.Vectors[_vectorIndex].Distance;
        _matcher = new FilterMatcher(query.Filter);
        var sign = VectorScorer.IsLargerBetter(_distance) ? -1 : 1;
        _bestFirst = Comparer<SearchHit>.Create((left, right) =>
        {
            var order = sign * left.Score.CompareTo(right.Score);
            return order != 0 ? order : left.Id.CompareTo(right.Id);
        });
        // The worst of the best stands first, to be pushed out by a better one.
        _best = new PriorityQueue<SearchHit, SearchHit>(Comparer<SearchHit>.Create((left, right) => _bestFirst.Compare(right, left)));
    }

    /// <summary>Adds the best points of a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="deleted">Which offsets to leave out: the segment's own mask, or that of a proxy over it.</param>
    public void Run(Segment segment, DeletedMask deleted)
    {
        var vectors = segment.VectorsOf(_vectorIndex);
        var query = _query.Vector.Span;
        for (var offset = 0; offset < segment.Ids.Total; offset++)
        {
            if (deleted.IsDeleted(offset) || !vectors.Has(offset))
            {
                continue;
            }

            if (!_matcher.Matches(segment, offset))
            {
                continue;
            }

            var id = segment.Ids.IdAt(offset);
            var hit = new SearchHit(id, VectorScorer.Score(_distance, query, vectors.Get(offset)), segment.Ids.VersionAt(offset));
            if (_best.Count < _query.Limit)
            {
                _best.Enqueue(hit, hit);
            }
            else if (_bestFirst.Compare(hit, _best.Peek()) < 0)
            {
                _best.EnqueueDequeue(hit, hit);
            }
        }

        while (_best.TryDequeue(out var best, out _))
        {
            _hits.Add(best);
        }
    }

    /// <summary>The best points of all segments, best first.</summary>
    public IEnumerable<ScoredPoint> Best()
    {
        var newest = new Dictionary<PointId, SearchHit>(_hits.Count);
        foreach (var hit in _hits)
        {
            if (!newest.TryGetValue(hit.Id, out var other) || other.Version < hit.Version)
            {
                newest[hit.Id] = hit;
            }
        }

        var hits = newest.Values.ToArray();
        Array.Sort(hits, _bestFirst);
        return hits.Take(_query.Limit).Select(hit => new ScoredPoint(hit.Id, hit.Score));
    }
}

using System.Numerics;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine.Segments;
using Sim.Engine.VectorIndex;

namespace Sim.Engine.Search;

/// <summary>
/// One search on its way through the segments of a collection. Each segment adds its best points; in the end the newest copy of each
/// point counts.
/// </summary>
internal sealed class SegmentSearch : ISegmentRead
{
    private readonly SearchQuery _query;
    private readonly int _wanted;
    private readonly bool _withContent;
    private readonly VectorSchema _vector;
    private readonly Distance _distance;
    private readonly float _queryLength;
    private readonly bool _isLargerBetter;
    private readonly FilterMatcher _matcher;
    private readonly Comparer<SearchHit> _bestFirst;
    private readonly List<SearchHit> _hits = [];
    private readonly PriorityQueue<SearchHit, SearchHit> _best;
    private bool _hasRoomForAll;
    private bool _isFull;
    private float _worst;

    public SegmentSearch(SearchQuery query, CollectionSchema schema)
    {
        _query = query;
        _wanted = query.Offset + query.Limit;
        _withContent = query.WithPayload.Selection != PayloadSelection.None || query.WithVectors.Names is not { Count: 0 };
        _vector = schema.Vectors.First(vector => vector.Name == query.VectorName);
        _distance = _vector.Distance;
        _matcher = new FilterMatcher(query.Filter);
        _queryLength = VectorScorer.Length(query.Vector.Span);
        _isLargerBetter = VectorScorer.IsLargerBetter(_distance);
        var sign = _isLargerBetter ? -1 : 1;
        _bestFirst = Comparer<SearchHit>.Create((left, right) =>
        {
            var order = sign * left.Score.CompareTo(right.Score);
            return order != 0 ? order : left.Id.CompareTo(right.Id);
        });
        // The worst of the best stands first, to be pushed out by a better one.
        _best = new PriorityQueue<SearchHit, SearchHit>(Comparer<SearchHit>.Create((left, right) => _bestFirst.Compare(right, left)));
    }

    public void Visit(ISegment segment) => segment.Search(this);

    /// <summary>Adds the best points of a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="deleted">Which offsets to leave out: the segment's own mask, or that of a proxy over it.</param>
    /// <param name="hiddenVectors">Names of vectors that the segment is not to be asked for; null for none.</param>
    public void Run(Segment segment, DeletedMask deleted, IReadOnlySet<string>? hiddenVectors)
    {
        // The name may have been deleted, and given again to something else, since the search began.
        var place = segment.Columns.PlaceOf(_vector);
        if (place < 0 || hiddenVectors?.Contains(_vector.Name) == true)
        {
            return;
        }

        _matcher.HiddenVectors = hiddenVectors;
        var first = _hits.Count;
        var candidates = FilterPlanner.Candidates(segment, _query.Filter);
        if (_query.IsExact || segment.IndexOf(place) is not { } index || !TrySearch(index, segment, deleted, candidates))
        {
            Scan(segment, segment.VectorsOf(place), deleted, candidates);
        }

        // Read while the segment is held, so that what is returned is what was scored.
        for (var i = first; _withContent && i < _hits.Count; i++)
        {
            segment.Ids.TryGetOffset(_hits[i].Id, out var offset);
            _hits[i] = _hits[i] with { Point = segment.ReadAt(offset, hiddenVectors) };
        }
    }

    /// <summary>
    /// Scores every point that is live and has the vector, or of the candidates those that are and do; asks the filter only about those that are good
    /// enough.
    /// </summary>
    private void Scan(Segment segment, IVectorStorage vectors, DeletedMask deleted, int[]? candidates)
    {
        _hasRoomForAll = segment.Ids.LiveCount <= _wanted;
        if (candidates is null)
        {
            for (var word = 0; word * VectorScorer.RowsPerBlock < segment.Ids.Total; word++)
            {
                ScanBlock(segment, vectors, deleted, word, ulong.MaxValue);
            }
        }
        else
        {
            for (var i = 0; i < candidates.Length;)
            {
                var word = candidates[i] / VectorScorer.RowsPerBlock;
                var asked = 0UL;
                for (; i < candidates.Length && candidates[i] / VectorScorer.RowsPerBlock == word; i++)
                {
                    asked |= 1UL << (candidates[i] % VectorScorer.RowsPerBlock);
                }

                ScanBlock(segment, vectors, deleted, word, asked);
            }
        }

        while (_best.TryDequeue(out var best, out _))
        {
            _hits.Add(best);
        }

        _isFull = false;
    }

    /// <summary>Scores those of the 64 points from <paramref name="word"/> * 64 on that are asked for.</summary>
    private void ScanBlock(Segment segment, IVectorStorage vectors, DeletedMask deleted, int word, ulong asked)
    {
        var first = word * VectorScorer.RowsPerBlock;
        Span<float> scores = stackalloc float[VectorScorer.RowsPerBlock];
        var wanted = asked & vectors.Presence(word) & deleted.Live(word);
        VectorScorer.Score(_distance, _query.Vector.Span, _queryLength, vectors.Rows, first, wanted, scores);
        for (; wanted != 0; wanted &= wanted - 1)
        {
            var i = BitOperations.TrailingZeroCount(wanted);
            if (!IsTooBad(scores[i]))
            {
                Offer(segment, first + i, scores[i]);
            }
        }
    }

    /// <summary>True when the score is not good enough, or there are enough better points, so that only ties and improvements are left to be looked at.</summary>
    private bool IsTooBad(float score) => IsBeyondThreshold(score) || (_isFull && (_isLargerBetter ? score < _worst : score > _worst));

    private bool IsBeyondThreshold(float score) => _isLargerBetter ? score < _query.ScoreThreshold : score > _query.ScoreThreshold;

    private void Offer(Segment segment, int offset, float score)
    {
        var id = segment.Ids.IdAt(offset);
        var hit = new SearchHit(id, score, segment.Ids.VersionAt(offset));
        if (_isFull && _bestFirst.Compare(hit, _best.Peek()) >= 0)
        {
            return;
        }

        if (!_matcher.Matches(segment, offset))
        {
            return;
        }

        if (_hasRoomForAll)
        {
            // None will be pushed out, so there is nothing to find the worst for. The order is made in the end.
            _hits.Add(hit);
            return;
        }

        if (_isFull)
        {
            _best.EnqueueDequeue(hit, hit);
        }
        else
        {
            _best.Enqueue(hit, hit);
        }

        _isFull = _best.Count == _wanted;
        _worst = _best.Peek().Score;
    }

    /// <summary>Adds the best points that the index finds; false when a scan is the better way.</summary>
    private bool TrySearch(HnswIndex index, Segment segment, DeletedMask deleted, int[]? candidates)
    {
        var width = Math.Max(_query.SearchWidth ?? HnswIndex.DefaultWidth, _wanted);
        if (width >= index.Count)
        {
            return false;
        }

        if (candidates is not null && index.PrefersScanOf(candidates.Length, width))
        {
            return false;
        }

        var filter = new MatchingOffsets(segment, deleted, _matcher, MatchingOffsets.BitsOf(candidates, segment.Ids.Total));

        // Deletions make a search longer, too, but there is no need to count them as long as most points are live.
        var isSparse = deleted.DeletedCount > segment.Ids.Total / 2;
        if ((isSparse || !_matcher.MatchesAll) && index.PrefersScan(EstimateMatches(segment, filter), width))
        {
            return false;
        }

        var best = new ScoredOffset[Math.Min(_wanted, index.Count)];
        var query = _query.Vector.Span;
        var count = !_matcher.MatchesAll
            ? index.Search(query, width, filter, best)
            : deleted.DeletedCount > 0 || deleted.Length < segment.Ids.Total
                ? index.Search(query, width, new LiveOffsets(deleted), best)
                : index.Search(query, width, default(AllOffsets), best);
        foreach (var (offset, score) in best.AsSpan(0, count))
        {
            if (!IsBeyondThreshold(score))
            {
                _hits.Add(new SearchHit(segment.Ids.IdAt(offset), score, segment.Ids.VersionAt(offset)));
            }
        }

        return true;
    }

    /// <summary>How many points of the segment match, by a sample of offsets at even distances.</summary>
    private static long EstimateMatches(Segment segment, MatchingOffsets filter)
    {
        const int SampleSize = 256;
        var total = segment.Ids.Total;
        var distance = Math.Max(1, total / SampleSize);
        var sampled = 0;
        var matching = 0;
        for (var offset = 0; offset < total; offset += distance)
        {
            sampled++;
            matching += filter.Accepts(offset) ? 1 : 0;
        }

        return (long)matching * total / sampled;
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
        return hits.Skip(_query.Offset).Take(_query.Limit).Select(Result);
    }

    private ScoredPoint Result(SearchHit hit) => new(hit.Id, hit.Score)
    {
        Payload = _query.WithPayload.Selection == PayloadSelection.None ? null : Projection.Of(hit.Point!.Payload, _query.WithPayload),
        Vectors = _query.WithVectors.Names is { Count: 0 } ? null : Projection.Of(hit.Point!.Vectors, _query.WithVectors),
    };
}

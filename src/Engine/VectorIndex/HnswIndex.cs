using System.Runtime.InteropServices;
using Sim.Contracts.Schema;
using Sim.Engine.Search;
using Sim.Engine.Segments;

namespace Sim.Engine.VectorIndex;

/// <summary>
/// An index over one named vector of an immutable segment: finds the points nearest to a query, most of the time all of them, without looking at
/// most of the others. Safe for several searches at once.
/// </summary>
internal sealed class HnswIndex
{
    /// <summary>How many candidates a search keeps when the query does not say.</summary>
    public const int DefaultWidth = 64;

    private readonly HnswGraph _graph;
    private readonly IVectorStorage _vectors;
    private readonly Distance _distance;
    private readonly Lock _gate = new();
    private readonly Stack<HnswWalker> _idle = new();

    /// <param name="graph">The graph, which must not change any more.</param>
    /// <param name="vectors">The vectors of its nodes; they must outlive the index and keep their lengths if the distance needs them.</param>
    /// <param name="distance">How to compare.</param>
    public HnswIndex(HnswGraph graph, IVectorStorage vectors, Distance distance)
    {
        VectorScorer.RequireLengths(distance, vectors.Rows);
        _graph = graph;
        _vectors = vectors;
        _distance = distance;
    }

    /// <summary>The number of points in the index.</summary>
    public int Count => _graph.NodeCount;

    /// <summary>
    /// True when a plain scan is likely to be cheaper than a filtered search. A search that keeps <paramref name="width"/> candidates follows the links of
    /// about width / s nodes, if a share s of the points match, and compares and filters about half of a node's 2 M links each time; a scan compares or
    /// filters each of the n points about once. The search wins when width * M / s is below n, which is when more than width * M points match;
    /// 2 M are asked for, because it also has to look beyond the matches to be sure of them.
    /// </summary>
    /// <param name="matching">How many points match, by estimate.</param>
    /// <param name="width">How many candidates the search would keep.</param>
    public bool PrefersScan(long matching, int width) => matching < (long)width * _graph.BaseLinks;

    /// <summary>
    /// The same where the points that may match are known, so that a scan asks only these. A search among <see cref="Count"/> points of which c may
    /// match compares about width * M * <see cref="Count"/> / c of them, a scan compares c.
    /// </summary>
    /// <param name="candidates">How many points may match.</param>
    /// <param name="width">How many candidates the search would keep.</param>
    public bool PrefersScanOf(int candidates, int width) =>
        PrefersScan(candidates, width) || (double)candidates * candidates < (double)width * _graph.BaseLinks * Count;

    /// <summary>Finds the best of the points that a filter accepts. Scores are exact.</summary>
    /// <param name="query">What to compare with; of the right dimension.</param>
    /// <param name="width">How many candidates to keep; raised to the number of places in <paramref name="best"/>, lowered to <see cref="Count"/>.</param>
    /// <param name="filter">Which points to return.</param>
    /// <param name="best">Where the points go, the best first; of equally good ones the lower offset first.</param>
    /// <returns>How many were found.</returns>
    public int Search<TFilter>(ReadOnlySpan<float> query, int width, in TFilter filter, Span<ScoredOffset> best)
        where TFilter : IOffsetFilter => _distance switch
        {
            Distance.Dot => Search<DotMetric, TFilter>(query, width, in filter, best),
            Distance.Cosine => Search<CosineMetric, TFilter>(query, width, in filter, best),
            Distance.Euclid => Search<EuclidMetric, TFilter>(query, width, in filter, best),
            Distance.Manhattan => Search<ManhattanMetric, TFilter>(query, width, in filter, best),
        };

    private int Search<TMetric, TFilter>(ReadOnlySpan<float> query, int width, in TFilter filter, Span<ScoredOffset> best)
        where TMetric : struct, IMetric
        where TFilter : IOffsetFilter
    {
        width = Math.Min(Math.Max(width, best.Length), Count);
        if (width < 1)
        {
            return 0;
        }

        ref readonly var first = ref MemoryMarshal.GetReference(query);
        var length = TMetric.NeedsLengths ? VectorScorer.Length(query) : 0;
        var rows = _vectors.Rows;
        var walker = Rent();
        var start = walker.Descend<TMetric>(rows, in first, length, level: 0);
        if (typeof(TFilter) == typeof(AllOffsets))
        {
            walker.Walk<TMetric>(rows, in first, length, start, level: 0, width);
        }
        else
        {
            walker.WalkFiltered<TMetric, TFilter>(rows, in first, length, start, width, in filter);
        }

        var count = Math.Min(best.Length, walker.NearestCount);
        for (var i = 0; i < count; i++)
        {
            var found = walker.Nearest[i];
            best[i] = new ScoredOffset(walker.Node(found), TMetric.Score(RankedOffset.Rank(found)));
        }

        Return(walker);
        return count;
    }

    private HnswWalker Rent()
    {
        lock (_gate)
        {
            if (_idle.TryPop(out var walker))
            {
                return walker;
            }
        }

        return new HnswWalker(_graph, prefersLate: false);
    }

    private void Return(HnswWalker walker)
    {
        lock (_gate)
        {
            _idle.Push(walker);
        }
    }
}

using Sim.Contracts.Schema;
using Sim.Engine.Search;
using Sim.Engine.Segments;
using Sim.Runtime.Randomness;

namespace Sim.Engine.VectorIndex;

/// <summary>
/// Builds the graph of an index by inserting point after point: algorithms 1 and 4 of Malkov and Yashunin, "Efficient and robust approximate nearest
/// neighbor search using Hierarchical Navigable Small World graphs" (2016, IEEE TPAMI 2018). The same vectors, parameters and levels
/// give the same graph on every machine. Driven in steps by one caller, who may stop between any two of them.
/// </summary>
internal sealed class HnswBuilder
{
    private readonly IVectorStorage _vectors;
    private readonly Distance _distance;
    private readonly HnswParameters _parameters;
    private readonly HnswGraph _graph;
    private readonly HnswWalker _walker;
    private readonly float[] _heights;

    // The ranks of all links, and how many of the first links of each list are settled: sorted, and known to be diverse among themselves.
    private readonly float[] _baseRanks;
    private readonly float[] _upperRanks;
    private readonly byte[] _baseSettled;
    private readonly byte[] _upperSettled;
    private readonly ulong[] _candidates;
    private readonly ulong[] _chosen;
    private int _next;

    /// <summary>A builder that has inserted nothing yet.</summary>
    /// <param name="vectors">The vectors, which must stay as they are.</param>
    /// <param name="count">The number of offsets, not more than <see cref="HnswGraph.CanHold"/> allows; those without a vector become no nodes.</param>
    /// <param name="distance">How to compare.</param>
    /// <param name="parameters">How to build.</param>
    /// <param name="levels">Where the levels of the nodes are drawn from, in the order of the offsets.</param>
    public HnswBuilder(IVectorStorage vectors, int count, Distance distance, HnswParameters parameters, RandomStream levels)
    {
        VectorScorer.RequireLengths(distance, vectors.Rows);
        _vectors = vectors;
        _distance = distance;
        _parameters = parameters;
        _graph = new HnswGraph(parameters.Links, DrawLevels(vectors, count, parameters.Links, levels));
        _walker = new HnswWalker(_graph, prefersLate: true);
        _heights = distance == Distance.Dot ? Lift(vectors, count) : [];
        _baseRanks = new float[_graph.Base.Length];
        _upperRanks = new float[_graph.Upper.Length];
        _baseSettled = new byte[count];
        _upperSettled = new byte[_graph.Upper.Length / parameters.Links];
        _candidates = new ulong[Math.Max(parameters.BuildWidth, _graph.BaseLinks + 1)];
        _chosen = new ulong[_graph.BaseLinks];
    }

    /// <summary>True once every point has been inserted.</summary>
    public bool IsComplete => _next == _graph.Count;

    /// <summary>The graph; the caller's once the builder is complete.</summary>
    public HnswGraph Graph => _graph;

    /// <summary>Inserts the next points, this many at the most.</summary>
    public void Insert(int count)
    {
        switch (_distance)
        {
            case Distance.Dot:
                Insert<LiftedDotMetric>(new VectorRows(in _vectors.Rows.Row(0), _vectors.Rows.Dimension, _heights), count);
                break;
            case Distance.Cosine:
                Insert<CosineMetric>(_vectors.Rows, count);
                break;
            case Distance.Euclid:
                Insert<EuclidMetric>(_vectors.Rows, count);
                break;
            case Distance.Manhattan:
                Insert<ManhattanMetric>(_vectors.Rows, count);
                break;
        }
    }

    /// <summary>
    /// A level for each point: level l or higher with the odds 1 : links^l, which is what the paper draws with a logarithm. Whole numbers
    /// alone decide.
    /// </summary>
    private static sbyte[] DrawLevels(IVectorStorage vectors, int count, int links, RandomStream random)
    {
        var levels = new sbyte[count];
        var left = HnswGraph.UpperLevelsMax(count);
        for (var offset = 0; offset < count; offset++)
        {
            sbyte level = HnswGraph.None;
            if (vectors.Has(offset))
            {
                level = 0;
                while (level < HnswGraph.LevelMax && left > 0 && random.Below(links) == 0)
                {
                    level++;
                    left--;
                }
            }

            levels[offset] = level;
        }

        return levels;
    }

    /// <summary>How far each vector has to be lifted out of its space so that all have the length of the longest: see <see cref="LiftedDotMetric"/>.</summary>
    private static float[] Lift(IVectorStorage vectors, int count)
    {
        var squares = new float[count];
        var longest = 0f;
        for (var offset = 0; offset < count; offset++)
        {
            if (vectors.Has(offset))
            {
                squares[offset] = VectorKernel.Dot(in vectors.Rows.Row(offset), in vectors.Rows.Row(offset), vectors.Rows.Dimension);
                longest = Math.Max(longest, squares[offset]);
            }
        }

        foreach (ref var square in squares.AsSpan())
        {
            square = MathF.Sqrt(longest - square);
        }

        return squares;
    }

    private void Insert<TMetric>(VectorRows rows, int count)
        where TMetric : struct, IMetric
    {
        var end = Math.Min(_graph.Count, _next + count);
        for (; _next < end; _next++)
        {
            if (_graph.Levels[_next] >= 0)
            {
                InsertNode<TMetric>(rows, _next);
            }
        }
    }

    /// <summary>Algorithm 1: finds the new node's neighbours on each of its levels, from the top, and links both ways.</summary>
    private void InsertNode<TMetric>(VectorRows rows, int node)
        where TMetric : struct, IMetric
    {
        var level = _graph.Levels[node];
        if (_graph.Entry == HnswGraph.None)
        {
            _graph.Entry = node;
            _graph.TopLevel = level;
            return;
        }

        ref readonly var vector = ref rows.Row(node);
        var length = TMetric.NeedsLengths ? rows.Length(node) : 0;
        var start = _walker.Descend<TMetric>(rows, in vector, length, level);
        for (var at = Math.Min((int)level, _graph.TopLevel); at >= 0; at--)
        {
            _walker.Walk<TMetric>(rows, in vector, length, start, at, _parameters.BuildWidth);
            start = _walker.Nearest[0];
            var found = _walker.NearestCount;
            for (var i = 0; i < found; i++)
            {
                _candidates[i] = RankedOffset.Unmark(_walker.Nearest[i]);
            }

            var chosen = Choose<TMetric>(rows, found, _parameters.Links);
            SetList(node, at, chosen);
            var ranks = RanksOf(node, at);
            var links = _graph.LinksOf(node, at);
            for (var i = 0; i < links.Length; i++)
            {
                AddLink<TMetric>(rows, links[i], at, _walker.Pack(ranks[i], node));
            }
        }

        if (level > _graph.TopLevel)
        {
            _graph.Entry = node;
            _graph.TopLevel = level;
        }
    }

    /// <summary>Links a node to another; if its list is full, the links are chosen anew among the old ones and the new one.</summary>
    private void AddLink<TMetric>(VectorRows rows, int node, int level, ulong link)
        where TMetric : struct, IMetric
    {
        var places = _graph.Places(node, level);
        var ranks = RanksOf(node, level);
        var count = _graph.LinksOf(node, level).Length;
        if (count < places.Length)
        {
            places[count] = _walker.Node(link);
            ranks[count] = RankedOffset.Rank(link);
            return;
        }

        int settled = Settled(node, level);
        for (var i = 0; i < count; i++)
        {
            var packed = _walker.Pack(ranks[i], places[i]);
            Put(i, i < settled ? RankedOffset.Mark(packed) : packed);
        }

        Put(count, link);
        SetList(node, level, Choose<TMetric>(rows, count + 1, places.Length));
    }

    /// <summary>Puts a candidate at its place among the sorted ones.</summary>
    private void Put(int count, ulong candidate)
    {
        var place = count;
        while (place > 0 && _candidates[place - 1] > candidate)
        {
            _candidates[place] = _candidates[place - 1];
            place--;
        }

        _candidates[place] = candidate;
    }

    /// <summary>
    /// Algorithm 4: of the candidates, nearest first, chooses each one that is nearer to the node than to every one chosen before. So links lead
    /// in different directions, and also out of the node's own cluster.
    /// </summary>
    /// <remarks>
    /// Beyond the paper: copies of the node's own vector are chosen too, but only as long as they fill no more than half of the list. Without them copies
    /// would lose each other; with more of them, the rest of the graph. As of equal candidates the later one counts as nearer, copies form a
    /// band in which each is linked to the ones inserted just before and after it, and on the upper levels to ones farther off.
    /// Marked candidates are settled: of two of them it is known that neither keeps the other out.
    /// </remarks>
    /// <param name="rows">The vectors.</param>
    /// <param name="count">The number of candidates, sorted.</param>
    /// <param name="limit">How many to choose at the most.</param>
    /// <returns>The number chosen.</returns>
    private int Choose<TMetric>(VectorRows rows, int count, int limit)
        where TMetric : struct, IMetric
    {
        var chosen = 0;
        var copies = 0;
        for (var i = 0; i < count && chosen < limit; i++)
        {
            var candidate = _candidates[i];
            if (IsDiverse<TMetric>(rows, candidate, chosen, out var isCopy) && (!isCopy || copies < limit / 2))
            {
                _chosen[chosen++] = candidate;
                copies += isCopy ? 1 : 0;
            }
        }

        return chosen;
    }

    private bool IsDiverse<TMetric>(VectorRows rows, ulong candidate, int chosen, out bool isCopy)
        where TMetric : struct, IMetric
    {
        isCopy = false;
        var offset = _walker.Node(candidate);
        ref readonly var vector = ref rows.Row(offset);
        var length = TMetric.NeedsLengths ? rows.Length(offset) : 0;
        var order = RankedOffset.Order(candidate);
        for (var i = 0; i < chosen; i++)
        {
            var other = _chosen[i];
            if (RankedOffset.IsMarked(candidate & other) && RankedOffset.Order(other) != order)
            {
                continue;
            }

            var otherOffset = _walker.Node(other);
            var between = RankedOffset.Order(_walker.Pack(
                TMetric.Rank(
                    in vector, length, in rows.Row(otherOffset), TMetric.NeedsLengths ? rows.Length(otherOffset) : 0, rows.Dimension),
                offset));
            if (between < order)
            {
                return false;
            }

            isCopy |= between == order && RankedOffset.Order(other) == order;
        }

        return true;
    }

    /// <summary>Makes the first of the chosen a node's list.</summary>
    private void SetList(int node, int level, int chosen)
    {
        var places = _graph.Places(node, level);
        var ranks = RanksOf(node, level);
        for (var i = 0; i < chosen; i++)
        {
            places[i] = _walker.Node(_chosen[i]);
            ranks[i] = RankedOffset.Rank(_chosen[i]);
        }

        places[chosen..].Fill(HnswGraph.None);
        Settled(node, level) = (byte)chosen;
    }

    private Span<float> RanksOf(int node, int level) => level == 0
        ? _baseRanks.AsSpan(node * _graph.BaseLinks, _graph.BaseLinks)
        : _upperRanks.AsSpan(_graph.UpperStarts[node] + ((level - 1) * _graph.Links), _graph.Links);

    private ref byte Settled(int node, int level) => ref level == 0
        ? ref _baseSettled[node]
        : ref _upperSettled[(_graph.UpperStarts[node] / _graph.Links) + level - 1];
}

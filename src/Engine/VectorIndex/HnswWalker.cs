using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sim.Engine.Search;
using Sim.Engine.Segments;

namespace Sim.Engine.VectorIndex;

/// <summary>
/// Walks the graph of an index in search of the nodes nearest to a query, and owns the memory that this takes, so that a walk allocates nothing once it is warm.
/// For one walk at a time. The walks are algorithm 2 of Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search
/// using Hierarchical Navigable Small World graphs" (2016, IEEE TPAMI 2018).
/// </summary>
/// <remarks>
/// The links are followed without checks of their own: the builder makes no others, and the file is checked when it is read.
/// </remarks>
internal sealed class HnswWalker
{
    private readonly HnswGraph _graph;
    private readonly int _flip;
    private readonly byte[] _visited;
    private readonly int[] _fresh;
    private ulong[] _nearest = new ulong[128];
    private ulong[] _frontier = new ulong[256];
    private byte _epoch;

    /// <summary>A walker over a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="prefersLate">True when of nodes of one rank the higher offset counts as nearer, false for the lower one.</param>
    public HnswWalker(HnswGraph graph, bool prefersLate)
    {
        _graph = graph;
        _flip = prefersLate ? int.MaxValue : 0;
        _visited = new byte[graph.Count];
        _fresh = new int[graph.BaseLinks];
    }

    /// <summary>The nodes that the last walk found, nearest first. Valid until the next walk; the caller may change them.</summary>
    public Span<ulong> Nearest => _nearest.AsSpan(0, NearestCount);

    /// <summary>The node that a packed one stands for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Node(ulong packed) => RankedOffset.Offset(packed) ^ _flip;

    /// <summary>Packs a node, so that packed ones compare as this walker wants it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Pack(float rank, int node) => RankedOffset.Pack(rank, node ^ _flip);

    /// <summary>How many nodes the last walk found.</summary>
    public int NearestCount { get; private set; }

    /// <summary>Walks down to a level, on each above it to the node nearest to the query.</summary>
    /// <param name="rows">The vectors.</param>
    /// <param name="query">The first float of the query.</param>
    /// <param name="queryLength">The query's length, where the distance needs it.</param>
    /// <param name="level">The level to stop at.</param>
    /// <returns>The node reached.</returns>
    public ulong Descend<TMetric>(VectorRows rows, ref readonly float query, float queryLength, int level)
        where TMetric : struct, IMetric
    {
        var best = Rank<TMetric>(rows, in query, queryLength, _graph.Entry);
        for (var at = _graph.TopLevel; at > level; at--)
        {
            ulong from;
            do
            {
                from = best;
                foreach (var link in _graph.Places(Node(from), at))
                {
                    if (link < 0)
                    {
                        break;
                    }

                    best = Math.Min(best, Rank<TMetric>(rows, in query, queryLength, link));
                }
            }
            while (best != from);
        }

        return best;
    }

    /// <summary>Finds nodes near the query on one level.</summary>
    /// <remarks>
    /// Found nodes are kept in one sorted array; a mark says that a node's links have been followed. A node that has fallen out of the best
    /// <paramref name="width"/> would never be followed by the algorithm either, so no second queue is needed.
    /// </remarks>
    /// <param name="rows">The vectors.</param>
    /// <param name="query">The first float of the query.</param>
    /// <param name="queryLength">The query's length, where the distance needs it.</param>
    /// <param name="start">The node to start from.</param>
    /// <param name="level">The level.</param>
    /// <param name="width">How many nodes to keep at the most.</param>
    public void Walk<TMetric>(VectorRows rows, ref readonly float query, float queryLength, ulong start, int level, int width)
        where TMetric : struct, IMetric
    {
        unchecked
        {
            Begin(width);
            ref var visited = ref MemoryMarshal.GetArrayDataReference(_visited);
            ref var fresh = ref MemoryMarshal.GetArrayDataReference(_fresh);
            ref var nearest = ref MemoryMarshal.GetArrayDataReference(_nearest);
            var epoch = _epoch;
            Unsafe.Add(ref visited, Node(start)) = epoch;
            nearest = RankedOffset.Unmark(start);
            var count = 1;
            var cursor = 0;
            while (cursor < count)
            {
                ref var node = ref Unsafe.Add(ref nearest, cursor);
                if (RankedOffset.IsMarked(node))
                {
                    cursor++;
                    continue;
                }

                node = RankedOffset.Mark(node);
                var freshCount = Gather(rows, Node(node), level, epoch, ref visited, ref fresh);
                for (var i = 0; i < freshCount; i++)
                {
                    var found = Rank<TMetric>(rows, in query, queryLength, Unsafe.Add(ref fresh, i));
                    if (count == width && found >= Unsafe.Add(ref nearest, count - 1))
                    {
                        continue;
                    }

                    var place = Place(ref nearest, count, found);
                    count = count == width ? count : count + 1;
                    _nearest.AsSpan(place, count - place - 1).CopyTo(_nearest.AsSpan(place + 1));
                    Unsafe.Add(ref nearest, place) = found;
                    cursor = Math.Min(cursor, place);
                }
            }

            NearestCount = count;
        }
    }

    /// <summary>Finds nodes near the query on level 0, of those that a filter accepts; the others are walked over.</summary>
    /// <param name="rows">The vectors.</param>
    /// <param name="query">The first float of the query.</param>
    /// <param name="queryLength">The query's length, where the distance needs it.</param>
    /// <param name="start">The node to start from.</param>
    /// <param name="width">How many nodes to keep at the most.</param>
    /// <param name="filter">Which nodes to keep.</param>
    public void WalkFiltered<TMetric, TFilter>(
        VectorRows rows, ref readonly float query, float queryLength, ulong start, int width, ref readonly TFilter filter)
        where TMetric : struct, IMetric
        where TFilter : IOffsetFilter
    {
        unchecked
        {
            Begin(width);
            ref var visited = ref MemoryMarshal.GetArrayDataReference(_visited);
            ref var fresh = ref MemoryMarshal.GetArrayDataReference(_fresh);
            var epoch = _epoch;
            Unsafe.Add(ref visited, Node(start)) = epoch;
            var count = filter.Accepts(Node(start)) ? 1 : 0;
            _nearest[0] = start;
            _frontier[0] = start;
            var waiting = 1;
            while (waiting > 0)
            {
                var node = Pop(--waiting);
                if (count == width && node > _nearest[count - 1])
                {
                    break;
                }

                var freshCount = Gather(rows, Node(node), 0, epoch, ref visited, ref fresh);
                for (var i = 0; i < freshCount; i++)
                {
                    var offset = Unsafe.Add(ref fresh, i);
                    var found = Rank<TMetric>(rows, in query, queryLength, offset);
                    if (count == width && found >= _nearest[count - 1])
                    {
                        continue;
                    }

                    Push(waiting++, found);
                    if (!filter.Accepts(offset))
                    {
                        continue;
                    }

                    var place = Place(ref MemoryMarshal.GetArrayDataReference(_nearest), count, found);
                    count = count == width ? count : count + 1;
                    _nearest.AsSpan(place, count - place - 1).CopyTo(_nearest.AsSpan(place + 1));
                    _nearest[place] = found;
                }
            }

            NearestCount = count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Rank<TMetric>(VectorRows rows, ref readonly float query, float queryLength, int offset)
        where TMetric : struct, IMetric =>
        Pack(
            TMetric.Rank(in query, queryLength, in rows.Row(offset), TMetric.NeedsLengths ? rows.Length(offset) : 0, rows.Dimension), offset);

    /// <summary>Where a found node belongs among the sorted ones.</summary>
    private static int Place(ref ulong nearest, int count, ulong found)
    {
        unchecked
        {
            var low = 0;
            var high = count;
            while (low < high)
            {
                var middle = (low + high) >> 1;
                if (Unsafe.Add(ref nearest, middle) < found)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }
    }

    /// <summary>Lists a node's links that have not been visited, and visits them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Gather(VectorRows rows, int node, int level, byte epoch, ref byte visited, ref int fresh)
    {
        unchecked
        {
            var count = 0;
            foreach (var link in _graph.Places(node, level))
            {
                if (link < 0)
                {
                    break;
                }

                ref var mark = ref Unsafe.Add(ref visited, link);
                if (mark != epoch)
                {
                    mark = epoch;
                    Prefetch.Row(in rows.Row(link));
                    Unsafe.Add(ref fresh, count++) = link;
                }
            }

            return count;
        }
    }

    private void Begin(int width)
    {
        if (_epoch == byte.MaxValue)
        {
            _visited.AsSpan().Clear();
            _epoch = 0;
        }

        _epoch++;
        if (_nearest.Length < width)
        {
            _nearest = new ulong[Math.Max(width, _nearest.Length * 2)];
        }
    }

    /// <summary>Puts a node into the heap of those whose links are to be followed.</summary>
    private void Push(int at, ulong node)
    {
        if (at == _frontier.Length)
        {
            Array.Resize(ref _frontier, at * 2);
        }

        while (at > 0)
        {
            var parent = (at - 1) >> 1;
            if (_frontier[parent] <= node)
            {
                break;
            }

            _frontier[at] = _frontier[parent];
            at = parent;
        }

        _frontier[at] = node;
    }

    /// <summary>Takes the nearest node out of the heap, which has <paramref name="left"/> nodes afterwards.</summary>
    private ulong Pop(int left)
    {
        var top = _frontier[0];
        var last = _frontier[left];
        var at = 0;
        while (true)
        {
            var child = (at * 2) + 1;
            if (child >= left)
            {
                break;
            }

            if (child + 1 < left && _frontier[child + 1] < _frontier[child])
            {
                child++;
            }

            if (_frontier[child] >= last)
            {
                break;
            }

            _frontier[at] = _frontier[child];
            at = child;
        }

        _frontier[at] = last;
        return top;
    }
}

using Sim.Contracts.Schema;
using Sim.Engine.Codecs;
using Sim.Engine.Search;
using Sim.Engine.VectorIndex;
using Sim.Runtime.Randomness;

namespace Sim.Engine.Tests.VectorIndex;

/// <summary>Builds graphs and asks them, and says what the right answers are.</summary>
internal static class TestIndex
{
    public static HnswGraph Build(
        TestVectors vectors, Distance distance = Distance.Euclid, ulong seed = 1, int links = 8, int buildWidth = 64, int step = 100)
    {
        var builder = new HnswBuilder(vectors, vectors.Count, distance, new HnswParameters(links, buildWidth), new RandomStream(seed));
        while (!builder.IsComplete)
        {
            builder.Insert(step);
        }

        return builder.Graph;
    }

    /// <summary>The content of the graph's file.</summary>
    public static byte[] Bytes(HnswGraph graph)
    {
        var writer = new ByteWriter();
        HnswFile.WriteStart(writer, graph);
        for (var node = 0; node < graph.Count; node++)
        {
            HnswFile.WriteNode(writer, graph, node);
        }

        return writer.Span.ToArray();
    }

    public static ScoredOffset[] Search<TFilter>(
        this HnswIndex index, ReadOnlySpan<float> query, int limit, int width, TFilter filter)
        where TFilter : IOffsetFilter
    {
        var best = new ScoredOffset[limit];
        return best[..index.Search(query, width, in filter, best)];
    }

    /// <summary>The best points, by scoring every one.</summary>
    public static ScoredOffset[] Exact(
        TestVectors vectors, Distance distance, ReadOnlySpan<float> query, int limit, Func<int, bool> isWanted)
    {
        var all = new List<ScoredOffset>();
        for (var offset = 0; offset < vectors.Count; offset++)
        {
            if (vectors.Has(offset) && isWanted(offset))
            {
                all.Add(new ScoredOffset(offset, VectorScorer.Score(distance, query, vectors.Get(offset))));
            }
        }

        var sign = VectorScorer.IsLargerBetter(distance) ? -1 : 1;
        return [.. all.OrderBy(found => sign * found.Score).ThenBy(found => found.Offset).Take(limit)];
    }
}

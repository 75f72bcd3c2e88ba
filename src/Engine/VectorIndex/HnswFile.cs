using System.Globalization;
using Sim.Engine.Codecs;
using Sim.Engine.Segments;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.VectorIndex;

/// <summary>
/// The file of a graph, a <see cref="BlockFile"/>: the number of offsets (4), links (4), the entry (4; all ones for none) and its level (1). Then for each
/// offset its level plus 1 (1; 0 for an offset that is no node), and for each of its levels, 0 first, the number of links (1) and the links (4 each)
/// in rising order.
/// </summary>
internal static class HnswFile
{
    private const uint NoEntry = uint.MaxValue;

    /// <summary>Puts one node's part of the file into the writer; the first part is that of <see cref="WriteStart"/>.</summary>
    public static void WriteNode(ByteWriter writer, HnswGraph graph, int node)
    {
        var level = graph.Levels[node];
        writer.Byte((byte)(level + 1));
        Span<int> sorted = stackalloc int[HnswParameters.LinksMax * 2];
        for (var at = 0; at <= level; at++)
        {
            var links = graph.LinksOf(node, at);
            links.CopyTo(sorted);
            sorted[..links.Length].Sort();
            writer.Byte((byte)links.Length);
            foreach (var link in sorted[..links.Length])
            {
                writer.UInt32((uint)link);
            }
        }
    }

    /// <summary>Puts the beginning of the file into the writer.</summary>
    public static void WriteStart(ByteWriter writer, HnswGraph graph)
    {
        writer.Count(graph.Count);
        writer.Count(graph.Links);
        writer.UInt32(graph.Entry == HnswGraph.None ? NoEntry : (uint)graph.Entry);
        writer.Byte((byte)graph.TopLevel);
    }

    /// <summary>
    /// Reads a graph. Nothing is believed: whatever a search would stumble over, or be led astray by, is a <see cref="StorageException"/> that names the
    /// file and the offset, even if the checksums are right.
    /// </summary>
    /// <param name="files">The disk.</param>
    /// <param name="path">The file.</param>
    /// <param name="vectors">The vectors that the graph is over.</param>
    /// <param name="count">The number of their offsets.</param>
    public static async ValueTask<HnswGraph> Read(IFileSystem files, string path, IVectorStorage vectors, int count)
    {
        using var file = await BlockFileReader.Open(files, path, FileKind.Hnsw);
        if (file.ContentLength > int.MaxValue)
        {
            throw new StorageException(path, FileHeader.Size, $"at most {int.MaxValue} bytes", $"{file.ContentLength}");
        }

        return Parse(file, vectors, count);
    }

    private static HnswGraph Parse(BlockFileReader file, IVectorStorage vectors, int count)
    {
        var reader = file.Read(0, (int)file.ContentLength);
        Expect(ref reader, reader.UInt32() == (uint)count, "a graph over {0} offsets", count);
        var links = reader.UInt32();
        Expect(ref reader, links is >= HnswParameters.LinksMin and <= HnswParameters.LinksMax, "from 2 to {0} links", HnswParameters.LinksMax);
        Expect(ref reader, HnswGraph.CanHold(count, (int)links), "a graph that fits into memory; {0} links do not", (int)links);
        var entry = reader.UInt32();
        var topLevel = reader.Byte();

        var graph = new HnswGraph((int)links, ReadLevels(reader, vectors, count, (int)links));
        var top = 0;
        for (var node = 0; node < count; node++)
        {
            top = Math.Max(top, graph.Levels[node]);
        }

        Expect(ref reader, topLevel == top, "{0} as the highest level", top);
        if (graph.NodeCount == 0)
        {
            Expect(ref reader, entry == NoEntry, "no entry, as there are no nodes", 0);
        }
        else
        {
            Expect(ref reader, entry < (uint)count && graph.Levels[(int)entry] == top, "an entry on the highest level, {0}", top);
            graph.Entry = (int)entry;
            graph.TopLevel = top;
        }

        for (var node = 0; node < count; node++)
        {
            reader.Byte();
            for (var level = 0; level <= graph.Levels[node]; level++)
            {
                ReadLinks(ref reader, graph, node, level);
            }
        }

        reader.End();
        return graph;
    }

    /// <summary>A first pass, for the levels alone: a link can be checked only when the levels of all nodes are known.</summary>
    private static sbyte[] ReadLevels(ByteReader reader, IVectorStorage vectors, int count, int links)
    {
        var levels = new sbyte[count];
        var upper = 0L;
        for (var node = 0; node < count; node++)
        {
            var onLevels = reader.Byte();
            Expect(ref reader, onLevels <= HnswGraph.LevelMax + 1, "at most {0} levels", HnswGraph.LevelMax + 1);
            Expect(ref reader, onLevels > 0 == vectors.Has(node), "a node just where there is a vector, unlike at {0}", node);
            levels[node] = (sbyte)(onLevels - 1);
            upper += Math.Max(0, onLevels - 1);
            Expect(ref reader, upper <= HnswGraph.UpperLevelsMax(count), "at most {0} levels above 0 in all", HnswGraph.UpperLevelsMax(count));
            for (var level = 0; level < onLevels; level++)
            {
                var listed = reader.Byte();
                var places = level == 0 ? links * 2 : links;
                Expect(ref reader, listed <= places, "at most {0} links", places);
                reader.Bytes(listed * sizeof(uint));
            }
        }

        return levels;
    }

    private static void ReadLinks(ref ByteReader reader, HnswGraph graph, int node, int level)
    {
        var places = graph.Places(node, level);
        var listed = reader.Byte();
        long last = -1;
        for (var i = 0; i < listed; i++)
        {
            var link = reader.UInt32();
            Expect(ref reader, link > last && link != (uint)node, "a link above {0} and not to the node itself", last);
            Expect(ref reader, link < (uint)graph.Count && graph.Levels[(int)link] >= level, "a link to a node of level {0} or higher", level);
            places[i] = (int)link;
            last = link;
        }
    }

    private static void Expect(ref ByteReader reader, bool isMet, string expected, long number)
    {
        if (!isMet)
        {
            throw reader.Damaged(string.Format(CultureInfo.InvariantCulture, expected, number), "something else");
        }
    }
}

namespace Sim.Engine.VectorIndex;

/// <summary>
/// The links of an index. A node is the offset of a point that has the vector. Each node is on level 0, some are also on the levels above; on
/// each of its levels it has a list of links to other nodes of that level. A list has a fixed number of places; the first one that holds
/// <see cref="None"/> ends it.
/// </summary>
internal sealed class HnswGraph
{
    /// <summary>What stands in a place without a link.</summary>
    public const int None = -1;

    /// <summary>The highest level there may be.</summary>
    public const int LevelMax = 30;

    /// <summary>A graph without links.</summary>
    /// <param name="links">The places in a list above level 0; a list on level 0 has twice as many.</param>
    /// <param name="levels">The highest level of each offset; <see cref="None"/> for one that is no node.</param>
    public HnswGraph(int links, sbyte[] levels)
    {
        Links = links;
        Levels = levels;
        Base = new int[levels.Length * BaseLinks];
        Base.AsSpan().Fill(None);
        UpperStarts = new int[levels.Length];
        var places = 0;
        for (var node = 0; node < levels.Length; node++)
        {
            UpperStarts[node] = places;
            if (levels[node] >= 0)
            {
                NodeCount++;
                places += levels[node] * links;
            }
        }

        Upper = new int[places];
        Upper.AsSpan().Fill(None);
    }

    /// <summary>The places in a list above level 0.</summary>
    public int Links { get; }

    /// <summary>The places in a list on level 0.</summary>
    public int BaseLinks => Links * 2;

    /// <summary>The number of offsets.</summary>
    public int Count => Levels.Length;

    /// <summary>The number of nodes.</summary>
    public int NodeCount { get; }

    /// <summary>The highest level of each offset; <see cref="None"/> for one that is no node.</summary>
    public sbyte[] Levels { get; }

    /// <summary>The lists of level 0, by offset.</summary>
    public int[] Base { get; }

    /// <summary>Where a node's lists above level 0 begin in <see cref="Upper"/>, that of level 1 first.</summary>
    public int[] UpperStarts { get; }

    /// <summary>The lists above level 0.</summary>
    public int[] Upper { get; }

    /// <summary>Where searches begin: a node of the highest level; <see cref="None"/> in a graph without nodes.</summary>
    public int Entry { get; set; } = None;

    /// <summary>The highest level that has nodes.</summary>
    public int TopLevel { get; set; }

    /// <summary>True when a graph over this many offsets can be held in memory and written to a file.</summary>
    public static bool CanHold(int count, int links) => (long)count * ((links * 2 * sizeof(int)) + 16) <= int.MaxValue;

    /// <summary>
    /// How many levels above 0 the nodes may have together. Drawn levels stay far below; the bound keeps a file from asking for memory that its bytes
    /// do not account for.
    /// </summary>
    public static long UpperLevelsMax(int count) => (4L * count) + 1000;

    /// <summary>All places of a node's list; the node must be on the level.</summary>
    public Span<int> Places(int node, int level) => level == 0
        ? Base.AsSpan(node * BaseLinks, BaseLinks)
        : Upper.AsSpan(UpperStarts[node] + ((level - 1) * Links), Links);

    /// <summary>A node's links on a level that it is on.</summary>
    public ReadOnlySpan<int> LinksOf(int node, int level)
    {
        var places = Places(node, level);
        var end = places.IndexOf(None);
        return end < 0 ? places : places[..end];
    }
}

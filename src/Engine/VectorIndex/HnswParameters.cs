namespace Sim.Engine.VectorIndex;

/// <summary>How an index is built.</summary>
internal sealed class HnswParameters
{
    /// <summary>The least and the most links.</summary>
    public const int LinksMin = 2;

    /// <inheritdoc cref="LinksMin"/>
    public const int LinksMax = 100;

    /// <param name="links">How many neighbours a new point is linked to, M; from <see cref="LinksMin"/> to <see cref="LinksMax"/>.</param>
    /// <param name="buildWidth">How many candidates are kept while its neighbours are looked for, efConstruction; at least 1.</param>
    public HnswParameters(int links, int buildWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(links, LinksMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(links, LinksMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(buildWidth, 1);
        Links = links;
        BuildWidth = Math.Max(buildWidth, links);
    }

    /// <summary>How many neighbours a new point is linked to.</summary>
    public int Links { get; }

    /// <summary>How many candidates are kept while its neighbours are looked for; not below <see cref="Links"/>.</summary>
    public int BuildWidth { get; }
}

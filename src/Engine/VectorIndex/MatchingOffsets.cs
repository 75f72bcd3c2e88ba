using Sim.Engine.Search;
using Sim.Engine.Segments;

namespace Sim.Engine.VectorIndex;

/// <summary>Accepts the offsets of live points that match a filter.</summary>
/// <param name="segment">The segment.</param>
/// <param name="deleted">Which of its points are not live.</param>
/// <param name="matcher">The filter.</param>
/// <param name="candidates">
/// A bit for each offset that may match, 64 to a word; null when that is not known. Where it is, most payloads need not be read.
/// </param>
internal readonly struct MatchingOffsets(Segment segment, DeletedMask deleted, FilterMatcher matcher, ulong[]? candidates) : IOffsetFilter
{
    private const int WordBits = 64;

    /// <summary>The bits of these offsets, which are below <paramref name="total"/>; null for null.</summary>
    public static ulong[]? BitsOf(int[]? offsets, int total)
    {
        if (offsets is null)
        {
            return null;
        }

        var bits = new ulong[(total + WordBits - 1) / WordBits];
        foreach (var offset in offsets)
        {
            bits[offset / WordBits] |= 1UL << (offset % WordBits);
        }

        return bits;
    }

    public bool Accepts(int offset) =>
        (candidates is null || (candidates[offset / WordBits] & (1UL << (offset % WordBits))) != 0)
        && !deleted.IsDeleted(offset)
        && matcher.Matches(segment, offset);
}

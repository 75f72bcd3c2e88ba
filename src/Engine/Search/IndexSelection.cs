using Sim.Engine.FieldIndexes;

namespace Sim.Engine.Search;

/// <summary>What the indexes of a segment give for a condition: postings that together hold every point that matches, and maybe others.</summary>
/// <param name="Postings">The postings; a point may be in several.</param>
/// <param name="IsExact">True when every point in them matches, as far as it is live.</param>
internal sealed record IndexSelection(IReadOnlyList<Posting> Postings, bool IsExact)
{
    /// <summary>The number of offsets, those in several postings more than once.</summary>
    public long Size { get; } = Postings.Sum(posting => (long)posting.Count);

    /// <summary>The offsets, ascending, each once.</summary>
    public int[] Offsets()
    {
        var offsets = new int[Size];
        var end = 0;
        foreach (var posting in Postings)
        {
            posting.Offsets.CopyTo(offsets.AsSpan(end));
            end += posting.Count;
        }

        if (Postings.Count <= 1)
        {
            return offsets;
        }

        Array.Sort(offsets);
        end = 0;
        for (var i = 0; i < offsets.Length; i++)
        {
            if (i == 0 || offsets[i] != offsets[end - 1])
            {
                offsets[end++] = offsets[i];
            }
        }

        return offsets[..end];
    }
}

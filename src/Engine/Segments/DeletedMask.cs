namespace Sim.Engine.Segments;

/// <summary>
/// Which offsets of a segment hold no live point. Offsets beyond the end of the mask count as deleted: a slot is live only once somebody
/// has said so.
/// </summary>
internal sealed class DeletedMask
{
    private ulong[] _words;

    public DeletedMask() => _words = [];

    private DeletedMask(ulong[] words, int length)
    {
        _words = words;
        Length = length;
    }

    /// <summary>The number of offsets that the mask speaks of.</summary>
    public int Length { get; private set; }

    /// <summary>The number of offsets, of those that the mask speaks of, that are deleted.</summary>
    public int DeletedCount { get; private set; }

    /// <summary>Which of the 64 offsets from <paramref name="word"/> * 64 on are live, the first in the lowest bit.</summary>
    public ulong Live(int word)
    {
        var covered = Length - (word << 6);
        return covered <= 0 ? 0 : covered < 64 ? ~_words[word] & ((1UL << covered) - 1) : ~_words[word];
    }

    public bool IsDeleted(int offset) => offset >= Length || (_words[offset >> 6] & (1UL << (offset & 63))) != 0;

    /// <summary>Makes the mask speak of offsets below <paramref name="length"/>; the new ones get the given state.</summary>
    public void Grow(int length, bool deleted)
    {
        if (length <= Length)
        {
            return;
        }

        var words = (length + 63) >> 6;
        if (words > _words.Length)
        {
            Array.Resize(ref _words, Math.Max(words, _words.Length * 2));
        }

        var first = Length;
        Length = length;
        for (var offset = first; offset < length; offset++)
        {
            Set(offset, deleted);
        }
    }

    /// <summary>Sets the state of an offset that the mask speaks of.</summary>
    public void Set(int offset, bool deleted)
    {
        ref var word = ref _words[offset >> 6];
        var bit = 1UL << (offset & 63);
        if (((word & bit) != 0) == deleted)
        {
            return;
        }

        word ^= bit;
        DeletedCount += deleted ? 1 : -1;
    }

    /// <summary>A mask of its own with the same content.</summary>
    public DeletedMask Copy() => new((ulong[])_words.Clone(), Length) { DeletedCount = DeletedCount };
}

namespace Sim.Engine.FieldIndexes;

/// <summary>The offsets of the points that have one value.</summary>
/// <param name="key">The value.</param>
internal sealed class Posting(IndexKey key)
{
    private int[] _offsets = [];

    public Posting(IndexKey key, int[] offsets)
        : this(key)
    {
        _offsets = offsets;
        Count = offsets.Length;
    }

    public IndexKey Key => key;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The offsets, ascending; valid until the next change.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.AsSpan(0, Count);

    /// <summary>Adds an offset, unless it is there.</summary>
    public void Add(int offset)
    {
        var place = Offsets.BinarySearch(offset);
        if (place >= 0)
        {
            return;
        }

        place = ~place;
        if (Count == _offsets.Length)
        {
            Array.Resize(ref _offsets, Math.Max(1, Count * 2));
        }

        _offsets.AsSpan(place, Count - place).CopyTo(_offsets.AsSpan(place + 1));
        _offsets[place] = offset;
        Count++;
    }

    /// <summary>Takes an offset away, if it is there.</summary>
    public void Remove(int offset)
    {
        var place = Offsets.BinarySearch(offset);
        if (place >= 0)
        {
            _offsets.AsSpan(place + 1, Count - place - 1).CopyTo(_offsets.AsSpan(place));
            Count--;
        }
    }
}

namespace Sim.Engine.FieldIndexes;

/// <summary>
/// The index of an immutable segment, held in memory and kept in a file of its own. It has the points that were live when it was made; which of them
/// still are, the segment's mask says.
/// </summary>
internal sealed class ImmutableIndex : ValueIndex
{
    private readonly Posting[] _postings;

    /// <param name="definition">What it is an index of.</param>
    /// <param name="postings">The values in ascending order.</param>
    /// <param name="others">The offsets with other values.</param>
    public ImmutableIndex(IndexDefinition definition, Posting[] postings, Posting others)
        : base(definition)
    {
        _postings = postings;
        Others = others;
    }

    /// <summary>An index with the content that a mutable one has now; takes it over.</summary>
    public ImmutableIndex(MutableIndex gathered)
        : this(gathered.Definition, [.. gathered.Postings], gathered.Others)
    {
    }

    public override Posting Others { get; }

    /// <summary>The values in ascending order.</summary>
    public IReadOnlyList<Posting> Postings => _postings;

    public override Posting? Find(IndexKey key)
    {
        var place = FirstFrom(key);
        return place < _postings.Length && _postings[place].Key == key ? _postings[place] : null;
    }

    public override IEnumerable<Posting> Range(IndexKey? from, IndexKey? to, bool isDescending = false)
    {
        var first = from is { } least ? FirstFrom(least) : 0;
        var end = first;
        if (to is not { } greatest)
        {
            end = _postings.Length;
        }
        else if (first < _postings.Length && _postings[first].Key.CompareTo(greatest) <= 0)
        {
            end = FirstFrom(greatest);
            end += end < _postings.Length && _postings[end].Key == greatest ? 1 : 0;
        }

        for (var i = 0; i < end - first; i++)
        {
            yield return _postings[isDescending ? end - 1 - i : first + i];
        }
    }

    private int FirstFrom(IndexKey key)
    {
        var low = 0;
        var high = _postings.Length;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_postings[middle].Key.CompareTo(key) < 0)
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

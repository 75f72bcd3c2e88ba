namespace Sim.Engine.FieldIndexes;

/// <summary>
/// An index of a segment over one field. It knows every value that a condition can ask about: those of its type one by one, and of all others
/// at which offsets there are some. So what it gives for a condition holds every point that matches, and maybe more: whoever asks checks the condition
/// on each, and whether the point is live.
/// </summary>
internal abstract class ValueIndex(IndexDefinition definition)
{
    /// <summary>What it is an index of.</summary>
    public IndexDefinition Definition => definition;

    /// <summary>The offsets at which the field has values that a condition can match and that the index does not hold. Its key means nothing.</summary>
    public abstract Posting Others { get; }

    /// <summary>The offsets with a value, or null when there are none.</summary>
    public abstract Posting? Find(IndexKey key);

    /// <summary>The values between two, both included, in ascending or descending order.</summary>
    public abstract IEnumerable<Posting> Range(IndexKey? from, IndexKey? to, bool isDescending = false);
}

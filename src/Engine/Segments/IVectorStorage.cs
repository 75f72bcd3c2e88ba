namespace Sim.Engine.Segments;

/// <summary>One named vector of the points of a segment, by offset. Needs the segment to be held for reading.</summary>
internal interface IVectorStorage
{
    /// <summary>All vectors, where they lie; valid while the segment is held.</summary>
    VectorRows Rows { get; }

    /// <summary>True when the point at this offset has the vector.</summary>
    bool Has(int offset);

    /// <summary>
    /// Which of the points at the 64 offsets from <paramref name="word"/> * 64 on have the vector, the first in the lowest bit. Beyond the last offset
    /// nobody has one.
    /// </summary>
    ulong Presence(int word);

    /// <summary>The vector at an offset that has one; valid while the segment is held.</summary>
    ReadOnlySpan<float> Get(int offset);
}

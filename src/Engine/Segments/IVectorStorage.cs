namespace Sim.Engine.Segments;

/// <summary>One named vector of the points of a segment, by offset.</summary>
internal interface IVectorStorage
{
    /// <summary>True when the point at this offset has the vector.</summary>
    bool Has(int offset);

    /// <summary>The vector at an offset that has one; valid while the segment is held for reading.</summary>
    ReadOnlySpan<float> Get(int offset);
}

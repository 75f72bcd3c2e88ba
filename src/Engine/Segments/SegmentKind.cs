namespace Sim.Engine.Segments;

/// <summary>The kinds of segment on disk. The numbers are part of the file format.</summary>
internal enum SegmentKind : byte
{
    /// <summary>Accepts points and changes in place.</summary>
    Appendable = 1,

    /// <summary>Built once by the optimizer; accepts only deletions.</summary>
    Immutable = 2,
}

using Sim.Contracts.Points;
using Sim.Engine.Segments;

namespace Sim.Engine.Verification;

/// <summary>A segment as its files have it.</summary>
internal abstract class StoredSegment(SegmentId id, string directory, SegmentState state) : IDisposable
{
    /// <summary>Its number.</summary>
    public SegmentId Id { get; } = id;

    /// <summary>Its directory.</summary>
    public string Directory { get; } = directory;

    /// <summary>Its state file.</summary>
    public SegmentState State { get; } = state;

    /// <summary>The points that are whole and not deleted.</summary>
    public List<StoredPoint> Points { get; } = [];

    /// <summary>The points of which an unfinished flush has written the place and not the version: recovery drops them.</summary>
    public List<PointId> Unfinished { get; } = [];

    /// <summary>The points whose deletion an unfinished flush has written, with the place of the record.</summary>
    public List<(PointId Id, string Path, long Offset)> DeletedUnsettled { get; } = [];

    /// <summary>The content of a point.</summary>
    public abstract Point Read(StoredPoint point);

    /// <summary>Closes the segment's files.</summary>
    public abstract void Dispose();
}

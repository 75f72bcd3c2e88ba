using Sim.Engine.Segments;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Engine.Holder;

/// <summary>A segment's place in the holder, with the lock that guards whatever stands in it.</summary>
internal sealed class SegmentSlot
{
    public SegmentSlot(IRuntime runtime, string shardName, SegmentId id, ISegment segment)
    {
        Id = id;
        Segment = segment;
        Lock = new AsyncReaderWriterLock(runtime, $"{shardName}/segment-{id}");
    }

    /// <summary>The number of the segment; a proxy stands under the number of what it wraps.</summary>
    public SegmentId Id { get; }

    /// <summary>Guards the content of the segment.</summary>
    public AsyncReaderWriterLock Lock { get; }

    /// <summary>The segment or a proxy over it. Changed only under the holder's lock for writing.</summary>
    public ISegment Segment { get; set; }
}

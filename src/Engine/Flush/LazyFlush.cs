using Sim.Engine.Defects;
using Sim.Engine.Segments;

namespace Sim.Engine.Flush;

/// <summary>How <see cref="Defect.CaptureFlushersLazily"/> flushed: the segment is captured again just before it is written.</summary>
internal sealed class LazyFlush(ISegment segment, SegmentFlush captured, bool isForced) : SegmentFlush(captured.Segment, captured.Claim)
{
    public override async ValueTask Execute()
    {
        if (segment.CaptureFlush(Claim, isForced) is { } flush)
        {
            await flush.Execute();
        }
    }
}

using Sim.Contracts;
using Sim.Engine.Segments;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Flush;

/// <summary>What a segment had to bring to disk at the moment of capture. Nothing that is written to the segment later goes with it (I5).</summary>
internal abstract class SegmentFlush
{
    protected SegmentFlush(Segment segment, OperationNumber claim)
    {
        Segment = segment;
        Claim = claim;
    }

    /// <summary>The segment.</summary>
    public Segment Segment { get; }

    /// <summary>What the segment's state will say: the effect of every operation up to this one is in the files.</summary>
    public OperationNumber Claim { get; }

    /// <summary>The rare path that it is; null for the usual one.</summary>
    public virtual RarePath? Path => null;

    /// <summary>
    /// Writes what was captured; all of it is durable once this returns. After an error any part of it may be, and the rest stays pending.
    /// </summary>
    public abstract ValueTask Execute();
}

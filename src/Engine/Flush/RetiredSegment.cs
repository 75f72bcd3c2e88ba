using Sim.Contracts;
using Sim.Engine.Segments;

namespace Sim.Engine.Flush;

/// <summary>A segment that is not part of the shard, or no longer, and whose files still exist.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Segment">The segment, to be closed; null when it was never opened.</param>
/// <param name="ReadyAt">The files may go when every operation up to this one is durable without them.</param>
/// <param name="Pin">While the files exist, the log keeps everything after this operation: a crash would load them again.</param>
internal sealed record RetiredSegment(SegmentId Id, Segment? Segment, OperationNumber ReadyAt, OperationNumber Pin);

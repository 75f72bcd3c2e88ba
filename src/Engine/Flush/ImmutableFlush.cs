using Sim.Contracts;
using Sim.Engine.Codecs;
using Sim.Engine.Segments;
using Sim.Engine.Storage;

namespace Sim.Engine.Flush;

/// <summary>The flush of an immutable segment: its deletions, then its state.</summary>
internal sealed class ImmutableFlush(ImmutableSegment segment, OperationNumber claim, int[] deletions) : SegmentFlush(segment, claim)
{
    /// <inheritdoc/>
    public override async ValueTask Execute()
    {
        if (deletions.Length > 0)
        {
            var batch = new ByteWriter();
            foreach (var offset in deletions)
            {
                var start = RecordFrame.Begin(batch);
                batch.Count(offset);
                RecordFrame.End(batch, start);
            }

            await segment.Deletions.Append(batch.Memory, deletions.Length);
            segment.ReconcileDeletions(deletions.Length);
        }

        var state = new SegmentState(
            SegmentKind.Immutable, OperationNumber.Max(Claim, segment.PersistedVersion), [segment.Deletions.Length]);
        await state.Write(segment.Files, segment.Directory);
        segment.PersistedVersion = state.Version;
    }
}

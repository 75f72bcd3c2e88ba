using Sim.Contracts;
using Sim.Engine.Codecs;
using Sim.Engine.Segments;
using Sim.Engine.Storage;

namespace Sim.Engine.Flush;

/// <summary>The flush of an immutable segment: its changes, then its state.</summary>
internal sealed class ImmutableFlush(ImmutableSegment segment, OperationNumber claim, ColumnChange[] columns, int[] deletions) : SegmentFlush(segment, claim)
{
    /// <inheritdoc/>
    public override async ValueTask Execute()
    {
        if (columns.Length + deletions.Length > 0)
        {
            var batch = new ByteWriter();
            foreach (var change in columns)
            {
                var start = RecordFrame.Begin(batch);
                ColumnCodec.Write(batch, change);
                RecordFrame.End(batch, start);
            }

            foreach (var offset in deletions)
            {
                var start = RecordFrame.Begin(batch);
                ImmutableSegment.WriteDeletion(batch, offset);
                RecordFrame.End(batch, start);
            }

            await segment.Deletions.Append(batch.Memory);
            segment.ReconcileChanges(columns.Length, deletions.Length);
        }

        var state = new SegmentState(
            SegmentKind.Immutable, OperationNumber.Max(Claim, segment.PersistedVersion), [segment.Deletions.Length], segment.BuiltFiles);
        await state.Write(segment.Files, segment.Directory);
        segment.PersistedVersion = state.Version;
    }
}

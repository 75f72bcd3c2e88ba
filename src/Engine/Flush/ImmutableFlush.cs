using Sim.Contracts;
using Sim.Engine.Codecs;
using Sim.Engine.Defects;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Segments;
using Sim.Engine.Storage;

namespace Sim.Engine.Flush;

/// <summary>The flush of an immutable segment.</summary>
/// <remarks>
/// Order, and why; each step is durable before the next begins:
/// (1) the files of indexes that are new, with their names; a crash leaves files that no state names, which loading removes;
/// (2) the changes of the columns and the deletions; an index made after a deletion lacks the point, so the state must not name the one without the other;
/// (3) the state, which claims operations for the segment as a whole and names its indexes: definitions are durable only with what they define (I6);
/// (4) the files of indexes that the state does not name any more.
/// What was captured is written whole, also where an index was given up meanwhile: that is a later operation, and the next flush removes the file (I5).
/// </remarks>
internal sealed class ImmutableFlush(
    ImmutableSegment segment, OperationNumber claim, IndexDefinitions definitions, ImmutableIndex[] indexes, ColumnChange[] columns, int[] deletions)
    : SegmentFlush(segment, claim)
{
    /// <inheritdoc/>
    public override async ValueTask Execute()
    {
        if (segment.Defects.Has(Defect.IndexConfigDurableFirst))
        {
            await new SegmentState(SegmentKind.Immutable, segment.PersistedVersion, [segment.Deletions.Length], segment.BuiltFiles, definitions)
                .Write(segment.Files, segment.Directory);
        }

        await WriteIndexes();
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

            await segment.Deletions.Append(batch.Memory, columns.Length + deletions.Length);
            segment.ReconcileChanges(columns.Length, deletions.Length);
        }

        var state = new SegmentState(
            SegmentKind.Immutable,
            OperationNumber.Max(Claim, segment.PersistedVersion),
            [segment.Deletions.Length],
            segment.BuiltFiles,
            definitions);
        await state.Write(segment.Files, segment.Directory);
        segment.PersistedVersion = state.Version;
        await DeleteIndexes();
    }

    private async ValueTask WriteIndexes()
    {
        var written = new List<string>();
        foreach (var index in indexes)
        {
            if (!segment.StoredIndexes.Contains(index.Definition.FileName))
            {
                await IndexFile.Write(segment.Files, segment.Directory, index, segment.Ids.Total);
                written.Add(index.Definition.FileName);
            }
        }

        if (written.Count > 0)
        {
            await segment.Files.FlushDirectory(segment.Directory);
            segment.StoredIndexes.UnionWith(written);
        }
    }

    private async ValueTask DeleteIndexes()
    {
        foreach (var name in segment.StoredIndexes.Except(definitions.Items.Select(definition => definition.FileName)).ToArray())
        {
            // Forgotten first: a file that cannot be deleted now is removed when the segment is loaded.
            segment.StoredIndexes.Remove(name);
            await segment.Files.DeleteFile($"{segment.Directory}/{name}");
        }
    }
}

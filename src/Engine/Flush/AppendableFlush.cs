using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Engine.Codecs;
using Sim.Engine.Defects;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Segments;
using Sim.Engine.Storage;
using Sim.Runtime.Files;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Flush;

/// <summary>The flush of an appendable segment.</summary>
/// <remarks>
/// Order, and why; each step is durable before the next begins, and a crash between two steps is safe because replay redoes every operation
/// that the state does not claim:
/// (1) the mapping, so that whatever follows refers to offsets that exist, and replay finds a point in the segment it was put into;
/// (2) changes of columns and then vectors, in one file, so that a vector is never read without its column; (3) payloads;
/// (4) versions, the receipt: a point with a version is whole, a point without is dropped when the segment is loaded;
/// (5) the state, which claims operations for the segment as a whole and names its indexes; these are made of the payloads when it is loaded.
/// A compaction writes the live points into files of the next generation, in the same order, and (5) makes them count, all at once; (6) the files of the
/// generation before are deleted. Until (5) they are what a crash finds, and they are whole; until then, too, what is pending stays pending.
/// Invariant (I3): a durable version means that everything it covers is durable.
/// </remarks>
/// <param name="segment">The segment.</param>
/// <param name="claim">What the state will say.</param>
/// <param name="indexes">Which indexes the state will name.</param>
/// <param name="pending">What has changed since the last flush.</param>
/// <param name="everything">What a compaction writes instead; null for an ordinary flush.</param>
internal sealed class AppendableFlush(
    AppendableSegment segment,
    OperationNumber claim,
    IndexDefinitions indexes,
    AppendableChanges pending,
    AppendableChanges? everything) : SegmentFlush(segment, claim)
{
    private readonly ByteWriter _batch = new();

    /// <inheritdoc/>
    public override RarePath? Path => everything is not null ? EnginePaths.FlushCompaction : segment.HasState ? EnginePaths.FlushAppends : null;

    /// <inheritdoc/>
    public override async ValueTask Execute()
    {
        await EnsureDirectory();
        if (everything is null)
        {
            if (await Write(pending, segment.Logs, isPending: true))
            {
                await WriteState(segment.Logs);
            }

            return;
        }

        var logs = segment.NextLogs();
        try
        {
            await Write(everything, logs, isPending: false);
            await WriteState(logs);
        }
        catch (StorageException)
        {
            logs.Close();
            throw;
        }

        var old = segment.Adopt(logs);
        segment.ReconcileMapping(pending.Mapping.Count);
        segment.ReconcileColumns(pending.Columns.Count);
        segment.ReconcileVectors(pending.Vectors);
        segment.ReconcilePayloads(pending.Payloads);
        segment.ReconcileVersions(pending.Versions);
        old.Close();
        foreach (var log in old.All)
        {
            if (await segment.Files.Exists(log.Path))
            {
                await segment.Files.DeleteFile(log.Path);
            }
        }
    }

    /// <summary>Writes everything but the state; false when <see cref="Defect.DroppedIndexAbortsSegmentFlush"/> has ended it half way.</summary>
    private async ValueTask<bool> Write(AppendableChanges changes, AppendableLogs logs, bool isPending)
    {
        await WriteMapping(changes.Mapping, logs.Mapping, isPending);
        if (segment.Defects.Has(Defect.FlushVersionsBeforeData))
        {
            await WriteVersions(changes.Versions, logs.Versions, isPending);
        }

        await WriteVectors(changes.Columns, changes.Vectors, logs.Vectors, isPending);
        if (segment.Defects.Has(Defect.DroppedIndexAbortsSegmentFlush) && segment.Indexes.LackedFor(indexes).Any())
        {
            return false;
        }

        await WritePayloads(changes.Payloads, logs.Payloads, isPending);
        if (!segment.Defects.Has(Defect.FlushVersionsBeforeData))
        {
            await WriteVersions(changes.Versions, logs.Versions, isPending);
        }

        return true;
    }

    private async ValueTask WriteState(AppendableLogs logs)
    {
        var state = new SegmentState(SegmentKind.Appendable, OperationNumber.Max(Claim, segment.PersistedVersion), logs.Lengths, [], indexes)
        {
            Generation = logs.Generation,
        };
        await state.Write(segment.Files, segment.Directory);
        segment.HasState = true;
        segment.PersistedVersion = state.Version;
    }

    private async ValueTask EnsureDirectory()
    {
        if (segment.HasDirectory)
        {
            return;
        }

        // A crash after this leaves a directory without a state, which loading throws away.
        await segment.Files.CreateDirectory(segment.Directory);
        await segment.Files.FlushDirectory(segment.SegmentsDirectory);
        segment.HasDirectory = true;
    }

    // Each kind of change is forgotten as soon as it is durable, not at the end: if a later step fails, the next flush must not write it twice.
    private async ValueTask WriteMapping(IReadOnlyList<MappingChange> mapping, RecordLog log, bool isPending)
    {
        if (mapping.Count == 0)
        {
            return;
        }

        foreach (var change in mapping)
        {
            var start = RecordFrame.Begin(_batch);
            AppendableSegment.WriteMapping(_batch, change);
            RecordFrame.End(_batch, start);
        }

        await AppendBatch(log, mapping.Count);
        if (isPending)
        {
            segment.ReconcileMapping(mapping.Count);
        }
    }

    private async ValueTask WriteVectors(
        IReadOnlyList<ColumnChange> columns, IReadOnlyList<PendingWrites<DenseVector?>.Entry> vectors, RecordLog log, bool isPending)
    {
        if (vectors.Count == 0 && columns.Count == 0)
        {
            return;
        }

        foreach (var change in columns)
        {
            var start = RecordFrame.Begin(_batch);
            ColumnCodec.Write(_batch, change);
            RecordFrame.End(_batch, start);
        }

        foreach (var entry in vectors)
        {
            var start = RecordFrame.Begin(_batch);
            AppendableSegment.WriteVector(_batch, entry.Key, entry.Value);
            RecordFrame.End(_batch, start);
        }

        await AppendBatch(log, columns.Count + vectors.Count);
        if (isPending)
        {
            segment.ReconcileColumns(columns.Count);
            segment.ReconcileVectors(vectors);
        }
    }

    private async ValueTask WritePayloads(IReadOnlyList<PendingWrites<NameMap<PayloadValue>>.Entry> payloads, RecordLog log, bool isPending)
    {
        if (payloads.Count == 0)
        {
            return;
        }

        foreach (var entry in payloads)
        {
            var start = RecordFrame.Begin(_batch);
            _batch.Count((int)entry.Key);
            PayloadCodec.Write(_batch, entry.Value);
            RecordFrame.End(_batch, start);
        }

        await AppendBatch(log, payloads.Count);
        if (isPending)
        {
            segment.ReconcilePayloads(payloads);
        }
    }

    private async ValueTask WriteVersions(IReadOnlyList<PendingWrites<OperationNumber>.Entry> versions, RecordLog log, bool isPending)
    {
        if (versions.Count == 0)
        {
            return;
        }

        foreach (var entry in versions)
        {
            var start = RecordFrame.Begin(_batch);
            _batch.Count((int)entry.Key);
            _batch.UInt64(entry.Value.Value);
            RecordFrame.End(_batch, start);
        }

        await AppendBatch(log, versions.Count);
        if (isPending)
        {
            segment.ReconcileVersions(versions);
        }
    }

    private async ValueTask AppendBatch(RecordLog log, int count)
    {
        await log.Append(_batch.Memory, count);
        _batch.Clear();
    }
}

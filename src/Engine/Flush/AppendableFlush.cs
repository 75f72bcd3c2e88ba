using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Engine.Codecs;
using Sim.Engine.Defects;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Segments;
using Sim.Engine.Storage;

namespace Sim.Engine.Flush;

/// <summary>The flush of an appendable segment.</summary>
/// <remarks>
/// Order, and why; each step is durable before the next begins, and a crash between two steps is safe because replay redoes every operation
/// that the state does not claim:
/// (1) the mapping, so that whatever follows refers to offsets that exist, and replay finds a point in the segment it was put into;
/// (2) changes of columns and then vectors, in one file, so that a vector is never read without its column; (3) payloads;
/// (4) versions, the receipt: a point with a version is whole, a point without is dropped when the segment is loaded;
/// (5) the state, which claims operations for the segment as a whole and names its indexes; these are made of the payloads when it is loaded.
/// Invariant (I3): a durable version means that everything it covers is durable.
/// </remarks>
internal sealed class AppendableFlush(
    AppendableSegment segment,
    OperationNumber claim,
    IndexDefinitions indexes,
    MappingChange[] mapping,
    ColumnChange[] columns,
    PendingWrites<DenseVector?>.Entry[] vectors,
    PendingWrites<NameMap<PayloadValue>>.Entry[] payloads,
    PendingWrites<OperationNumber>.Entry[] versions) : SegmentFlush(segment, claim)
{
    private readonly ByteWriter _batch = new();

    /// <inheritdoc/>
    public override async ValueTask Execute()
    {
        await EnsureDirectory();
        await WriteMapping();
        if (segment.Defects.Has(Defect.FlushVersionsBeforeData))
        {
            await WriteVersions();
        }

        await WriteVectors();
        if (segment.Defects.Has(Defect.DroppedIndexAbortsSegmentFlush) && segment.Indexes.LackedFor(indexes).Any())
        {
            return;
        }

        await WritePayloads();
        if (!segment.Defects.Has(Defect.FlushVersionsBeforeData))
        {
            await WriteVersions();
        }

        var state = new SegmentState(
            SegmentKind.Appendable,
            OperationNumber.Max(Claim, segment.PersistedVersion),
            [segment.Mapping.Length, segment.Vectors.Length, segment.Payloads.Length, segment.Versions.Length],
            [],
            indexes);
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
    private async ValueTask WriteMapping()
    {
        if (mapping.Length == 0)
        {
            return;
        }

        foreach (var change in mapping)
        {
            var start = RecordFrame.Begin(_batch);
            AppendableSegment.WriteMapping(_batch, change);
            RecordFrame.End(_batch, start);
        }

        await AppendBatch(segment.Mapping);
        segment.ReconcileMapping(mapping.Length);
    }

    private async ValueTask WriteVectors()
    {
        if (vectors.Length == 0 && columns.Length == 0)
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

        await AppendBatch(segment.Vectors);
        segment.ReconcileColumns(columns.Length);
        segment.ReconcileVectors(vectors);
    }

    private async ValueTask WritePayloads()
    {
        if (payloads.Length == 0)
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

        await AppendBatch(segment.Payloads);
        segment.ReconcilePayloads(payloads);
    }

    private async ValueTask WriteVersions()
    {
        if (versions.Length == 0)
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

        await AppendBatch(segment.Versions);
        segment.ReconcileVersions(versions);
    }

    private async ValueTask AppendBatch(RecordLog log)
    {
        await log.Append(_batch.Memory);
        _batch.Clear();
    }
}

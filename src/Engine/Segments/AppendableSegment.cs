using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Engine.Codecs;
using Sim.Engine.Defects;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Flush;
using Sim.Engine.Invariants;
using Sim.Runtime.Files;

namespace Sim.Engine.Segments;

/// <summary>
/// A segment that accepts points and changes in place. It lives in memory; what changes is noted as pending and reaches its four files of records with
/// the next flush. A segment that was never flushed has no directory.
/// </summary>
internal sealed class AppendableSegment : Segment
{
    /// <summary>The kind of a mapping record that puts a point at an offset.</summary>
    public const byte MappingInsert = 1;

    /// <summary>The kind of a mapping record that deletes a point.</summary>
    public const byte MappingDelete = 2;

    /// <summary>The file that says which point is at which offset.</summary>
    public const string MappingFile = "mapping";

    /// <summary>The file of vectors.</summary>
    public const string VectorsFile = "vectors";

    /// <summary>The file of payloads.</summary>
    public const string PayloadsFile = "payloads";

    /// <summary>The file of versions.</summary>
    public const string VersionsFile = "versions";

    /// <summary>The first byte of the record of a vector.</summary>
    public const byte VectorRecord = 1;

    private readonly PendingWrites<DenseVector?> _pendingVectors;
    private readonly PendingWrites<NameMap<PayloadValue>> _pendingPayloads;
    private readonly PendingWrites<OperationNumber> _pendingVersions;
    private readonly Lock _mappingGate = new();
    private readonly List<ColumnChange> _pendingColumns;
    private readonly List<MappingChange> _pendingMapping = [];
    private readonly int _compactionMinRecords;
    private int _lastGeneration;
    private AppendableVectors[] _vectors;
    private NameMap<PayloadValue>[] _payloads = new NameMap<PayloadValue>[16];

    /// <summary>
    /// An empty segment with these columns, in memory only. The indexes that it starts with make it one that has to be flushed: it may outlive all others that
    /// name them.
    /// </summary>
    public AppendableSegment(
        IFileSystem files,
        string segmentsDirectory,
        SegmentId id,
        VectorColumns columns,
        IndexDefinitions definitions,
        int compactionMinRecords,
        DefectSet defects)
        : base(id, columns)
    {
        _compactionMinRecords = compactionMinRecords;
        Defects = defects;
        _pendingVectors = new PendingWrites<DenseVector?>(defects);
        _pendingPayloads = new PendingWrites<NameMap<PayloadValue>>(defects);
        _pendingVersions = new PendingWrites<OperationNumber>(defects);
        Files = files;
        SegmentsDirectory = segmentsDirectory;
        Directory = $"{segmentsDirectory}/{id.DirectoryName}";
        _pendingColumns = [.. columns.FromNone()];
        _vectors = Array.ConvertAll(columns.Span.ToArray(), column => new AppendableVectors(column.Vector.Dimension));

        Logs = new AppendableLogs(files, Directory, generation: 0);
        Indexes.Replace(definitions, [.. definitions.Items.Select(BuildIndex)]);
        Touch(definitions.Version);
    }

    public override bool IsAppendable => true;

    /// <summary>The historic defects that are put back.</summary>
    public DefectSet Defects { get; }

    /// <summary>The disk.</summary>
    public IFileSystem Files { get; }

    /// <summary>The directory of all segments of the shard.</summary>
    public string SegmentsDirectory { get; }

    /// <summary>The segment's directory.</summary>
    public string Directory { get; }

    /// <summary>True once the segment's directory has been created and settled.</summary>
    public bool HasDirectory { get; set; }

    /// <summary>True when loading has dropped points that a crash had left without a version.</summary>
    public bool HadUnfinishedPoints { get; private set; }

    /// <summary>The files of records.</summary>
    public AppendableLogs Logs { get; private set; }

    /// <summary>Loads a segment as its last flush, or a part of a later one, has left it.</summary>
    /// <remarks>
    /// The files are read in the order in which a flush writes them. Versions come last: a point without one is a point whose data may not have
    /// arrived, and is dropped; the log still has what made it. Then the indexes are made, of the points that are left, so that they agree with the
    /// payloads (I6).
    /// </remarks>
    public static async ValueTask<AppendableSegment> Load(
        IFileSystem files, string segmentsDirectory, SegmentId id, SegmentState state, int compactionMinRecords, DefectSet defects)
    {
        var segment = new AppendableSegment(files, segmentsDirectory, id, VectorColumns.None, IndexDefinitions.None, compactionMinRecords, defects)
        {
            HasDirectory = true,
            HasState = true,
        };
        segment.Logs = new AppendableLogs(files, segment.Directory, state.Generation);
        segment._lastGeneration = state.Generation;
        segment.Logs.Mapping.KeepsTornTail = defects.Has(Defect.TornMappingTailKept);
        await segment.Logs.Mapping.Load(state.LengthAt(0), segment.LoadMapping);
        await segment.Logs.Vectors.Load(state.LengthAt(1), segment.LoadVector);
        await segment.Logs.Payloads.Load(state.LengthAt(2), segment.LoadPayload);
        await segment.Logs.Versions.Load(state.LengthAt(3), segment.LoadVersion);
        segment.PersistedVersion = state.Version;
        segment.Version = state.Version;
        segment.Repair();
        segment.Indexes.Replace(state.Indexes, [.. state.Indexes.Items.Select(segment.BuildIndex)]);
        return segment;
    }

    public override IVectorStorage VectorsOf(int index) => _vectors[index];

    public override NameMap<PayloadValue> PayloadAt(int offset) =>
        offset < _payloads.Length ? _payloads[offset] ?? NameMap<PayloadValue>.Empty : NameMap<PayloadValue>.Empty;

    /// <summary>Inserts a point, or replaces the one with its id where it lies. Needs the lock for writing.</summary>
    public void Upsert(Point point, OperationNumber operation)
    {
        var isNew = !Ids.TryGetOffset(point.Id, out var offset);
        if (isNew)
        {
            offset = Ids.Link(point.Id);
            NoteMapping(new MappingChange(point.Id, offset));
        }

        CheckNames(point.Vectors, operation);
        for (var i = 0; i < _vectors.Length; i++)
        {
            var vector = VectorFor(i, point.Vectors, operation);
            if (vector is not null || !isNew)
            {
                PutVector(offset, i, vector);
            }
        }

        if (!isNew || point.Payload.Count > 0)
        {
            PutPayload(offset, point.Payload);
        }

        PutVersion(offset, operation);
    }

    /// <summary>Changes the payload of a point that the segment has. Needs the lock for writing.</summary>
    public void EditPayload(PointId id, Func<NameMap<PayloadValue>, NameMap<PayloadValue>> edit, OperationNumber operation)
    {
        Ids.TryGetOffset(id, out var offset);
        PutPayload(offset, edit(PayloadAt(offset)));
        PutVersion(offset, operation);
    }

    /// <summary>Writes vectors of a point that the segment has, and takes others away. Needs the lock for writing.</summary>
    public void EditVectors(PointId id, NameMap<DenseVector> written, ValueList<string> deleted, OperationNumber operation)
    {
        Ids.TryGetOffset(id, out var offset);
        CheckNames(written, operation);
        for (var i = 0; i < _vectors.Length; i++)
        {
            var vector = VectorFor(i, written, operation);
            if (vector is not null || deleted.Span.Contains(Columns[i].Vector.Name))
            {
                PutVector(offset, i, vector);
            }
        }

        PutVersion(offset, operation);
    }

    public override SegmentFlush? CaptureFlush(OperationNumber claim, bool isForced)
    {
        if (Version <= PersistedVersion && !isForced)
        {
            return null;
        }

        MappingChange[] mapping;
        ColumnChange[] columns;
        lock (_mappingGate)
        {
            mapping = [.. _pendingMapping];
            columns = [.. _pendingColumns];
        }

        var pending = new AppendableChanges(mapping, columns, _pendingVectors.Capture(), _pendingPayloads.Capture(), _pendingVersions.Capture());
        return new AppendableFlush(this, OperationNumber.Min(Version, claim), Definitions, pending, IsMostlyDead(pending) ? Everything() : null);
    }

    /// <summary>True when more than half of what the files would hold says nothing that still counts.</summary>
    private bool IsMostlyDead(AppendableChanges pending)
    {
        var records = Logs.Records + pending.Mapping.Count + pending.Columns.Count + pending.Vectors.Count + pending.Payloads.Count + pending.Versions.Count;
        var needed = Columns.Count + ((long)LiveCount * (AppendableLogs.Count - 1 + Columns.Count));
        return records >= _compactionMinRecords && records > 2 * needed;
    }

    /// <summary>The columns and the live points as if all of them were new.</summary>
    private AppendableChanges Everything()
    {
        var mapping = new List<MappingChange>(LiveCount);
        var vectors = new List<PendingWrites<DenseVector?>.Entry>();
        var payloads = new List<PendingWrites<NameMap<PayloadValue>>.Entry>();
        var versions = new List<PendingWrites<OperationNumber>.Entry>(LiveCount);
        for (var offset = 0; offset < Ids.Total; offset++)
        {
            if (Ids.Deleted.IsDeleted(offset))
            {
                continue;
            }

            mapping.Add(new MappingChange(Ids.IdAt(offset), offset));
            for (var i = 0; i < _vectors.Length; i++)
            {
                if (_vectors[i].Has(offset))
                {
                    vectors.Add(new(VectorKey(offset, i), DenseVector.Create(_vectors[i].Get(offset)), Stamp: 0));
                }
            }

            if (PayloadAt(offset).Count > 0)
            {
                payloads.Add(new(offset, PayloadAt(offset), Stamp: 0));
            }

            versions.Add(new(offset, Ids.VersionAt(offset), Stamp: 0));
        }

        return new AppendableChanges(mapping, [.. Columns.FromNone()], vectors, payloads, versions);
    }

    /// <summary>Empty files of records of a generation that was not tried before: what an earlier try has left may count, if its end is unknown.</summary>
    public AppendableLogs NextLogs() => new(Files, Directory, ++_lastGeneration);

    /// <summary>Goes on with other files of records, which hold everything; returns those that counted so far.</summary>
    public AppendableLogs Adopt(AppendableLogs logs)
    {
        var old = Logs;
        Logs = logs;
        return old;
    }

    /// <summary>Forgets the mapping changes that have been written: the oldest, as they are written in order.</summary>
    public void ReconcileMapping(int written)
    {
        lock (_mappingGate)
        {
            _pendingMapping.RemoveRange(0, written);
        }
    }

    /// <summary>Forgets the changes of columns that have been written: the oldest, as they are written in order.</summary>
    public void ReconcileColumns(int written)
    {
        lock (_mappingGate)
        {
            _pendingColumns.RemoveRange(0, written);
        }
    }

    public void ReconcileVectors(IReadOnlyList<PendingWrites<DenseVector?>.Entry> written) => _pendingVectors.Reconcile(written);

    public void ReconcilePayloads(IReadOnlyList<PendingWrites<NameMap<PayloadValue>>.Entry> written) => _pendingPayloads.Reconcile(written);

    public void ReconcileVersions(IReadOnlyList<PendingWrites<OperationNumber>.Entry> written) => _pendingVersions.Reconcile(written);

    /// <summary>Puts the record of a mapping change into a batch.</summary>
    public static void WriteMapping(ByteWriter writer, MappingChange change)
    {
        if (change.Offset is { } offset)
        {
            writer.Byte(MappingInsert);
            writer.Id(change.Id);
            writer.Count(offset);
        }
        else
        {
            writer.Byte(MappingDelete);
            writer.Id(change.Id);
        }
    }

    /// <summary>Puts the record of a vector, or of its absence, into a batch.</summary>
    /// <param name="writer">The batch.</param>
    /// <param name="key">The key under which the vector was pending.</param>
    /// <param name="vector">The vector.</param>
    public static void WriteVector(ByteWriter writer, long key, DenseVector? vector)
    {
        writer.Byte(VectorRecord);
        writer.Count((int)(key >> 32));
        writer.Count((int)(key & uint.MaxValue));
        writer.Byte(vector is null ? (byte)0 : (byte)1);
        if (vector is not null)
        {
            writer.Floats(vector.Span);
        }
    }

    public override void Close()
    {
        Logs.Close();
    }

    protected override void DeleteAt(PointId id, OperationNumber operation)
    {
        var offset = Ids.Unlink(id);
        foreach (var index in Indexes.All)
        {
            ((MutableIndex)index).Remove(offset, PayloadAt(offset));
        }

        NoteMapping(new MappingChange(id, null));
    }

    protected override void ChangeColumns(ColumnChange change)
    {
        if (change.IsDropped)
        {
            // After the record of the end there must be none of a vector.
            _pendingVectors.Forget(key => (int)(key & uint.MaxValue) == change.Column.Ordinal);
        }

        TakeOver(Columns.With(change));
        lock (_mappingGate)
        {
            _pendingColumns.Add(change);
        }
    }

    /// <summary>Puts other columns into the place of the present ones and keeps the vectors of those that stay.</summary>
    private void TakeOver(VectorColumns columns)
    {
        var vectors = new AppendableVectors[columns.Count];
        for (var i = 0; i < vectors.Length; i++)
        {
            var place = Columns.PlaceOf(columns[i].Ordinal);
            vectors[i] = place >= 0 ? _vectors[place] : new AppendableVectors(columns[i].Vector.Dimension);
        }

        Columns = columns;
        _vectors = vectors;
    }

    /// <summary>
    /// The vector that an operation writes into a column. None when the column came after the operation, which is then being replayed into a segment that
    /// is ahead of it: what it wrote was deleted with the column that had the name before.
    /// </summary>
    private DenseVector? VectorFor(int place, NameMap<DenseVector> vectors, OperationNumber operation) =>
        Columns[place].Since < operation ? vectors.Get(Columns[place].Vector.Name) : null;

    private void CheckNames(NameMap<DenseVector> vectors, OperationNumber operation)
    {
        foreach (var name in vectors.Names)
        {
            Invariant.Holds(
                operation < Columns.Version || Columns.PlaceOf(name) >= 0, "I8", $"operation {operation} writes a vector '{name}' that segment {Id} does not have");
        }
    }

    protected override ValueIndex BuildIndex(IndexDefinition definition) =>
        GatherIndex(definition, withGone: Defects.Has(Defect.RepairIgnoresUnmappedSlots));

    private void NoteMapping(MappingChange change)
    {
        lock (_mappingGate)
        {
            _pendingMapping.Add(change);
        }
    }

    private void PutVector(int offset, int index, DenseVector? vector)
    {
        _vectors[index].Set(offset, vector);
        _pendingVectors.Put(VectorKey(offset, index), vector);
    }

    private long VectorKey(int offset, int place) => ((long)offset << 32) | (uint)Columns[place].Ordinal;

    private void PutPayload(int offset, NameMap<PayloadValue> payload)
    {
        foreach (var index in Indexes.All)
        {
            var changed = (MutableIndex)index;
            changed.Remove(offset, PayloadAt(offset));
            changed.Add(offset, payload);
        }

        StorePayload(offset, payload);
        _pendingPayloads.Put(offset, payload);
    }

    private void StorePayload(int offset, NameMap<PayloadValue> payload)
    {
        if (offset >= _payloads.Length)
        {
            Array.Resize(ref _payloads, Math.Max(offset + 1, _payloads.Length * 2));
        }

        _payloads[offset] = payload;
    }

    private void PutVersion(int offset, OperationNumber operation)
    {
        Ids.SetVersion(offset, operation);
        _pendingVersions.Put(offset, operation);
        Touch(operation);
    }

    private void LoadMapping(ref ByteReader record)
    {
        var kind = record.Byte();
        var id = record.Id();
        switch (kind)
        {
            case MappingInsert:
                var offset = (int)record.UInt32();
                if (offset < Ids.Total || Ids.TryGetOffset(id, out _))
                {
                    throw record.Damaged($"a new point at offset {Ids.Total} or later", $"point {id} at offset {offset}");
                }

                Ids.LinkAt(id, offset);
                break;
            case MappingDelete:
                if (!Ids.TryGetOffset(id, out _))
                {
                    throw record.Damaged("the deletion of a point that was inserted", $"point {id}");
                }

                Ids.Unlink(id);
                break;
            default:
                throw record.Damaged("a mapping record of kind 1 or 2", kind.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void LoadVector(ref ByteReader record)
    {
        var kind = record.Byte();
        switch (kind)
        {
            case VectorRecord:
                var offset = ReadOffset(ref record);
                var ordinal = record.UInt32();
                var place = ordinal <= int.MaxValue ? Columns.PlaceOf((int)ordinal) : -1;
                if (place < 0)
                {
                    throw record.Damaged("the number of a column", $"{ordinal}");
                }

                var isPresent = record.Byte() != 0;
                _vectors[place].Set(offset, isPresent ? DenseVector.Create(record.Floats(Columns[place].Vector.Dimension)) : null);
                break;
            case ColumnCodec.Created:
            case ColumnCodec.Dropped:
                TakeOver(ColumnCodec.Read(ref record, kind, Columns));
                break;
            default:
                throw record.Damaged("a record of a vector or a column, of kind 1 to 3", kind.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void LoadPayload(ref ByteReader record)
    {
        var offset = ReadOffset(ref record);
        StorePayload(offset, PayloadCodec.Read(ref record));
    }

    private void LoadVersion(ref ByteReader record)
    {
        var offset = ReadOffset(ref record);
        var version = new OperationNumber(record.UInt64());
        if (!Ids.Deleted.IsDeleted(offset))
        {
            Ids.SetVersion(offset, version);
        }
    }

    /// <summary>An offset that the mapping has given: the mapping is durable before anything that refers to it is written.</summary>
    private int ReadOffset(ref ByteReader record)
    {
        var offset = record.UInt32();
        return offset < (uint)Ids.Total
            ? (int)offset
            : throw record.Damaged($"an offset below {Ids.Total}", offset.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Drops the points that have no version: a flush ended between mapping and versions. What made them is still in the log (I3, I4). Points with a version
    /// newer than the state's were flushed by a pass that did not end; they are whole.
    /// </summary>
    private void Repair()
    {
        for (var offset = 0; offset < Ids.Total; offset++)
        {
            if (Ids.Deleted.IsDeleted(offset))
            {
                continue;
            }

            var version = Ids.VersionAt(offset);
            if (version == OperationNumber.None && !Defects.Has(Defect.VersionlessPointTreatedAsZero))
            {
                var id = Ids.IdAt(offset);
                Ids.Unlink(id);
                NoteMapping(new MappingChange(id, null));
                HadUnfinishedPoints = true;
            }
            else
            {
                Touch(version);
            }
        }
    }
}

using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Engine.Codecs;
using Sim.Engine.Defects;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Flush;
using Sim.Engine.Storage;
using Sim.Engine.VectorIndex;
using Sim.Runtime.Files;

namespace Sim.Engine.Segments;

/// <summary>
/// A segment that the optimizer has built. Its points, in the order of their ids, its vectors and its payloads never change; deletions are noted in
/// memory and reach a file of records with the next flush.
/// </summary>
internal sealed class ImmutableSegment : Segment
{
    /// <summary>The files of records: changes, which are deletions and changes of the columns.</summary>
    public const int LogCount = 1;

    /// <summary>The file of ids and versions.</summary>
    public const string PointsFile = "points";

    /// <summary>The file of payloads.</summary>
    public const string PayloadsFile = "payloads";

    /// <summary>The file of the columns that the segment was built with.</summary>
    public const string ColumnsFile = "columns";

    /// <summary>The file of deletions, and of changes of the columns.</summary>
    public const string DeletionsFile = "deletions";

    /// <summary>The first byte of the record of a deletion.</summary>
    public const byte DeletionRecord = 1;

    private readonly Lock _gate = new();
    private readonly List<int> _pendingDeletions = [];
    private readonly List<ColumnChange> _pendingColumns = [];
    private IVectorStorage[] _vectors = [];
    private HnswIndex?[] _indexes = [];
    private NameMap<PayloadValue>[] _payloads = [];

    private ImmutableSegment(IFileSystem files, string directory, SegmentId id, VectorColumns columns, DefectSet defects)
        : base(id, columns)
    {
        Defects = defects;
        Files = files;
        Directory = directory;
        Deletions = new RecordLog(files, directory, DeletionsFile, FileKind.Deletions);
    }

    public override bool IsAppendable => false;

    /// <summary>The historic defects that are put back.</summary>
    public DefectSet Defects { get; }

    /// <summary>The disk.</summary>
    public IFileSystem Files { get; }

    /// <summary>The segment's directory.</summary>
    public string Directory { get; }

    public RecordLog Deletions { get; }

    /// <summary>The files that it was built with.</summary>
    public required ValueList<string> BuiltFiles { get; init; }

    /// <summary>The names of the files of indexes that are on disk. For the flusher alone, and whoever loads.</summary>
    public SortedSet<string> StoredIndexes { get; } = new(StringComparer.Ordinal);

    /// <summary>The name of the file with the vectors of the column of this number.</summary>
    public static string VectorsFile(int ordinal) => $"vectors-{ordinal}";

    /// <summary>
    /// The name of the file with the index over the column of this number. There is one if the state says that the segment was built with it.
    /// </summary>
    public static string IndexFile(int ordinal) => $"graph-{ordinal}";

    /// <summary>Opens a segment that was built, or flushed later.</summary>
    public static async ValueTask<ImmutableSegment> Load(
        IFileSystem files, string segmentsDirectory, SegmentId id, SegmentState state, DefectSet defects)
    {
        var directory = $"{segmentsDirectory}/{id.DirectoryName}";
        await state.RequireFiles(files, directory);
        var columns = await BlockFileReader.Open(files, $"{directory}/{ColumnsFile}", FileKind.SegmentColumns);
        ImmutableSegment segment;
        using (columns)
        {
            segment = new ImmutableSegment(files, directory, id, LoadColumns(columns), defects) { HasState = true, BuiltFiles = state.Files };
        }

        var built = segment.Columns;
        using (var points = await BlockFileReader.Open(files, $"{directory}/{PointsFile}", FileKind.Points))
        {
            segment.LoadPoints(points);
        }

        using (var payloads = await BlockFileReader.Open(files, $"{directory}/{PayloadsFile}", FileKind.ImmutablePayloads))
        {
            segment.LoadPayloads(payloads);
        }

        try
        {
            // The changes first: what has been dropped need not be opened, and what was created later has no file.
            await segment.Deletions.Load(state.LengthAt(0), segment.LoadChange);
            segment._vectors = new IVectorStorage[segment.Columns.Count];
            segment._indexes = new HnswIndex?[segment.Columns.Count];
            for (var i = 0; i < segment._vectors.Length; i++)
            {
                var column = segment.Columns[i];
                if (built.PlaceOf(column.Ordinal) < 0)
                {
                    segment._vectors[i] = new NoVectors(column.Vector.Dimension);
                    continue;
                }

                var file = await BlockFileReader.Open(files, $"{directory}/{VectorsFile(column.Ordinal)}", FileKind.ImmutableVectors);
                var vectors = new ImmutableVectors(file, column.Vector, segment.Ids.Total);
                segment._vectors[i] = vectors;
                var graph = $"{directory}/{IndexFile(column.Ordinal)}";
                if (state.Files.Contains(IndexFile(column.Ordinal)))
                {
                    segment._indexes[i] = new HnswIndex(
                        await HnswFile.Read(files, graph, vectors, segment.Ids.Total), vectors, column.Vector.Distance);
                }
            }

            await segment.LoadIndexes(state.Indexes);
        }
        catch (StorageException)
        {
            segment.Close();
            throw;
        }

        segment.Version = state.Version;
        segment.PersistedVersion = state.Version;
        return segment;
    }

    public override HnswIndex? IndexOf(int index) => _indexes[index];

    public override IVectorStorage VectorsOf(int index) => _vectors[index];

    public override NameMap<PayloadValue> PayloadAt(int offset) => _payloads[offset];

    public override SegmentFlush? CaptureFlush(OperationNumber claim, bool isForced)
    {
        if (Version <= PersistedVersion && !isForced)
        {
            return null;
        }

        lock (_gate)
        {
            return new ImmutableFlush(
                this,
                OperationNumber.Min(Version, claim),
                Definitions,
                [.. Indexes.All.Cast<ImmutableIndex>()],
                [.. _pendingColumns],
                [.. _pendingDeletions]);
        }
    }

    /// <summary>Forgets the changes that have been written: the oldest of each kind, as they are written in order.</summary>
    public void ReconcileChanges(int columns, int deletions)
    {
        lock (_gate)
        {
            _pendingColumns.RemoveRange(0, columns);
            _pendingDeletions.RemoveRange(0, deletions);
        }
    }

    /// <summary>Puts the record of a deletion into a batch.</summary>
    public static void WriteDeletion(ByteWriter writer, int offset)
    {
        writer.Byte(DeletionRecord);
        writer.Count(offset);
    }

    public override void Close()
    {
        foreach (var vectors in _vectors)
        {
            (vectors as IDisposable)?.Dispose();
        }

        Deletions.Close();
    }

    protected override void DeleteAt(PointId id, OperationNumber operation)
    {
        var offset = Ids.Unlink(id);
        lock (_gate)
        {
            _pendingDeletions.Add(offset);
        }
    }

    protected override void ChangeColumns(ColumnChange change)
    {
        // Nobody reads while the lock is held for writing, and a build that reads without a lock has a proxy over this segment.
        var columns = Columns.With(change);
        var vectors = new IVectorStorage[columns.Count];
        var indexes = new HnswIndex?[columns.Count];
        for (var i = 0; i < vectors.Length; i++)
        {
            var place = Columns.PlaceOf(columns[i].Ordinal);
            vectors[i] = place >= 0 ? _vectors[place] : new NoVectors(columns[i].Vector.Dimension);
            indexes[i] = place >= 0 ? _indexes[place] : null;
        }

        if (change.IsDropped)
        {
            (_vectors[Columns.PlaceOf(change.Column.Ordinal)] as IDisposable)?.Dispose();
        }

        (Columns, _vectors, _indexes) = (columns, vectors, indexes);
        lock (_gate)
        {
            _pendingColumns.Add(change);
        }
    }

    private static VectorColumns LoadColumns(BlockFileReader file)
    {
        var reader = file.Read(0, checked((int)file.ContentLength));
        var columns = ColumnCodec.Read(ref reader);
        reader.End();
        return columns;
    }

    protected override ValueIndex BuildIndex(IndexDefinition definition) => new ImmutableIndex(GatherIndex(definition));

    private async ValueTask LoadIndexes(IndexDefinitions definitions)
    {
        var indexes = new List<ValueIndex>();
        foreach (var definition in definitions.Items)
        {
            indexes.Add(await FieldIndexes.IndexFile.Read(Files, Directory, definition, Ids.Total));
            StoredIndexes.Add(definition.FileName);
        }

        Indexes.Replace(definitions, indexes);
        foreach (var name in await Files.List(Directory))
        {
            // A crash came before the state that names it, or after the first that did not.
            if (name.StartsWith(FieldIndexes.IndexFile.Prefix, StringComparison.Ordinal) && !StoredIndexes.Contains(name))
            {
                await Files.DeleteFile($"{Directory}/{name}");
            }
        }
    }

    private void LoadPoints(BlockFileReader file)
    {
        var reader = file.Read(0, checked((int)file.ContentLength));
        var count = reader.Count(17);
        for (var i = 0; i < count; i++)
        {
            var id = reader.Id();
            if (i > 0 && Ids.IdAt(i - 1) >= id)
            {
                throw reader.Damaged($"an id after {Ids.IdAt(i - 1)}", id.ToString());
            }

            Ids.Link(id);
            Ids.SetVersion(i, new OperationNumber(reader.UInt64()));
        }

        reader.End();
    }

    private void LoadPayloads(BlockFileReader file)
    {
        var reader = file.Read(0, checked((int)file.ContentLength));
        _payloads = new NameMap<PayloadValue>[Ids.Total];
        for (var i = 0; i < _payloads.Length; i++)
        {
            _payloads[i] = PayloadCodec.Read(ref reader);
        }

        reader.End();
    }

    private void LoadChange(ref ByteReader record)
    {
        var kind = record.Byte();
        if (kind is ColumnCodec.Created or ColumnCodec.Dropped)
        {
            Columns = ColumnCodec.Read(ref record, kind, Columns);
            return;
        }

        if (kind != DeletionRecord)
        {
            throw record.Damaged("a record of a deletion or a column, of kind 1 to 3", $"{kind}");
        }

        var offset = record.UInt32();
        if (offset >= (uint)Ids.Total || Ids.Deleted.IsDeleted((int)offset))
        {
            throw record.Damaged("the offset of a live point", $"{offset}");
        }

        Ids.Unlink(Ids.IdAt((int)offset));
    }
}

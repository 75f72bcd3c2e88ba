using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
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
    /// <summary>The files of records: deletions.</summary>
    public const int LogCount = 1;

    /// <summary>The file of ids and versions.</summary>
    public const string PointsFile = "points";

    /// <summary>The file of payloads.</summary>
    public const string PayloadsFile = "payloads";

    /// <summary>The file of deletions.</summary>
    public const string DeletionsFile = "deletions";

    private readonly Lock _gate = new();
    private readonly List<int> _pendingDeletions = [];
    private readonly ImmutableVectors[] _vectors;
    private readonly HnswIndex?[] _indexes;
    private NameMap<PayloadValue>[] _payloads = [];

    private ImmutableSegment(IFileSystem files, string directory, SegmentId id, CollectionSchema schema, DefectSet defects)
        : base(id, schema)
    {
        Defects = defects;
        Files = files;
        Directory = directory;
        _vectors = new ImmutableVectors[schema.Vectors.Count];
        _indexes = new HnswIndex?[schema.Vectors.Count];
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

    /// <summary>The name of the file with the vector at this place of the schema.</summary>
    public static string VectorsFile(int index) => $"vectors-{index}";

    /// <summary>
    /// The name of the file with the index over the vector at this place of the schema. There is one if the state says that the segment was built with it.
    /// </summary>
    public static string IndexFile(int index) => $"graph-{index}";

    /// <summary>Opens a segment that was built, or flushed later.</summary>
    public static async ValueTask<ImmutableSegment> Load(
        IFileSystem files, string segmentsDirectory, SegmentId id, CollectionSchema schema, SegmentState state, DefectSet defects)
    {
        var directory = $"{segmentsDirectory}/{id.DirectoryName}";
        var segment = new ImmutableSegment(files, directory, id, schema, defects) { HasState = true, BuiltFiles = state.Files };
        await state.RequireFiles(files, directory);
        using (var points = await BlockFileReader.Open(files, $"{directory}/{PointsFile}", FileKind.Points))
        {
            segment.LoadPoints(points);
        }

        using (var payloads = await BlockFileReader.Open(files, $"{directory}/{PayloadsFile}", FileKind.ImmutablePayloads))
        {
            segment.LoadPayloads(payloads);
        }

        for (var i = 0; i < segment._vectors.Length; i++)
        {
            var file = await BlockFileReader.Open(files, $"{directory}/{VectorsFile(i)}", FileKind.ImmutableVectors);
            segment._vectors[i] = new ImmutableVectors(file, schema.Vectors[i], segment.Ids.Total);
            var graph = $"{directory}/{IndexFile(i)}";
            if (state.Files.Contains(IndexFile(i)))
            {
                segment._indexes[i] = new HnswIndex(
                    await HnswFile.Read(files, graph, segment._vectors[i], segment.Ids.Total), segment._vectors[i], schema.Vectors[i].Distance);
            }
        }

        await segment.Deletions.Load(state.LengthAt(0), segment.LoadDeletion);
        await segment.LoadIndexes(state.Indexes);
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
                this, OperationNumber.Min(Version, claim), Definitions, [.. Indexes.All.Cast<ImmutableIndex>()], [.. _pendingDeletions]);
        }
    }

    /// <summary>Forgets the deletions that have been written: the oldest, as they are written in order.</summary>
    public void ReconcileDeletions(int written)
    {
        lock (_gate)
        {
            _pendingDeletions.RemoveRange(0, written);
        }
    }

    public override void Close()
    {
        foreach (var vectors in _vectors)
        {
            vectors.Dispose();
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

    private void LoadDeletion(ref ByteReader record)
    {
        var offset = record.UInt32();
        if (offset >= (uint)Ids.Total || Ids.Deleted.IsDeleted((int)offset))
        {
            throw record.Damaged("the offset of a live point", $"{offset}");
        }

        Ids.Unlink(Ids.IdAt((int)offset));
    }
}

using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Engine.Codecs;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Segments;
using Sim.Engine.Storage;
using Sim.Engine.VectorIndex;

namespace Sim.Engine.Verification;

/// <summary>An immutable segment as its files have it.</summary>
internal sealed class StoredImmutable : StoredSegment
{
    private readonly List<PointId> _ids = [];
    private readonly List<OperationNumber> _versions = [];
    private readonly List<int> _payloadAt = [];
    private readonly SortedDictionary<int, ImmutableVectors> _vectors = [];
    private readonly HashSet<int> _deleted = [];
    private VectorColumns _built = VectorColumns.None;
    private VectorColumns _columns = VectorColumns.None;
    private BlockFileReader? _payloads;

    private StoredImmutable(SegmentId id, string directory, SegmentState state)
        : base(id, directory, state)
    {
    }

    /// <summary>Reads the segment; null when its files are damaged, which is then among the findings.</summary>
    public static async ValueTask<StoredImmutable?> Read(Inspection inspection, SegmentId id, string directory, SegmentState state)
    {
        var segment = new StoredImmutable(id, directory, state);
        var damages = inspection.Damages;
        await inspection.Try(() => state.RequireFiles(inspection.Disk, directory));
        if (await inspection.Try(() => segment.ReadPoints(inspection)))
        {
            await inspection.Try(() => segment.ReadPayloads(inspection));
            await inspection.Try(() => segment.ReadColumns(inspection));
            foreach (var column in segment._built.Span.ToArray())
            {
                // Of those that were dropped later, too: their files are still there, and nothing else has changed them.
                await inspection.Try(() => segment.ReadVectors(inspection, column));
            }

            await inspection.Try(async () => await StoredAppendable.ReadRecords(
                inspection, ImmutableSegment.DeletionsFile, directory, FileKind.Deletions, state.LengthAt(0), segment.ReadChange));
        }

        if (inspection.Damages == damages)
        {
            await segment.CompareIndexes(inspection);
        }

        if (inspection.Damages > damages)
        {
            segment.Dispose();
            return null;
        }

        for (var i = 0; i < segment._ids.Count; i++)
        {
            if (!segment._deleted.Contains(i))
            {
                segment.Points.Add(new StoredPoint(segment._ids[i], i, segment._versions[i]));
            }
        }

        return segment;
    }

    public override Point Read(StoredPoint point)
    {
        var vectors = new List<KeyValuePair<string, DenseVector>>();
        foreach (var (ordinal, vector, _) in _columns.Span)
        {
            if (_vectors.TryGetValue(ordinal, out var storage) && storage.Has(point.Offset))
            {
                vectors.Add(new(vector.Name, DenseVector.Create(storage.Get(point.Offset))));
            }
        }

        var at = _payloadAt[point.Offset];
        var reader = _payloads!.Read(at, (int)(_payloads.ContentLength - at));
        return new Point(point.Id, NameMap<DenseVector>.From(vectors), PayloadCodec.Read(ref reader));
    }

    public override void Dispose()
    {
        _payloads?.Dispose();
        foreach (var vectors in _vectors.Values)
        {
            vectors.Dispose();
        }
    }

    private async ValueTask ReadPoints(Inspection inspection)
    {
        using var file = await inspection.OpenBlocks($"{Directory}/{ImmutableSegment.PointsFile}", FileKind.Points);
        var reader = Whole(file);
        var count = reader.Count(17);
        for (var i = 0; i < count; i++)
        {
            var id = reader.Id();
            if (i > 0 && _ids[i - 1] >= id)
            {
                throw reader.Damaged($"an id after {_ids[i - 1]}", id.ToString());
            }

            _ids.Add(id);
            _versions.Add(new OperationNumber(reader.UInt64()));
            if (_versions[i] == OperationNumber.None || _versions[i] > State.Version)
            {
                throw reader.Damaged($"a version from 1 to {State.Version}", _versions[i].ToString());
            }
        }

        reader.End();
    }

    private async ValueTask ReadPayloads(Inspection inspection)
    {
        _payloads = await inspection.OpenBlocks($"{Directory}/{ImmutableSegment.PayloadsFile}", FileKind.ImmutablePayloads);
        var reader = Whole(_payloads);
        var start = reader.Offset;
        for (var i = 0; i < _ids.Count; i++)
        {
            _payloadAt.Add((int)(reader.Offset - start));
            PayloadCodec.Read(ref reader);
        }

        reader.End();
    }

    private async ValueTask ReadColumns(Inspection inspection)
    {
        using var file = await inspection.OpenBlocks($"{Directory}/{ImmutableSegment.ColumnsFile}", FileKind.SegmentColumns);
        var reader = Whole(file);
        _columns = _built = ColumnCodec.Read(ref reader);
        reader.End();
    }

    private async ValueTask ReadVectors(Inspection inspection, VectorColumn column)
    {
        var index = column.Ordinal;
        var file = await inspection.OpenBlocks($"{Directory}/{ImmutableSegment.VectorsFile(index)}", FileKind.ImmutableVectors);
        ImmutableVectors vectors;
        try
        {
            vectors = new ImmutableVectors(file, column.Vector, _ids.Count);
        }
        catch (Runtime.Files.StorageException)
        {
            file.Dispose();
            throw;
        }

        _vectors.Add(index, vectors);
        var graph = $"{Directory}/{ImmutableSegment.IndexFile(index)}";
        if (State.Files.Contains(ImmutableSegment.IndexFile(index)))
        {
            await HnswFile.Read(inspection.Disk, graph, vectors, _ids.Count);
        }
    }

    /// <summary>Each index holds the values that the payloads of the points that are left have, and no others of these points (I6).</summary>
    private async ValueTask CompareIndexes(Inspection inspection)
    {
        foreach (var definition in State.Indexes.Items)
        {
            await inspection.Try(async () =>
            {
                using var file = await inspection.OpenBlocks($"{Directory}/{definition.FileName}", FileKind.FieldIndex);
                var found = IndexFile.Parse(file, definition, _ids.Count);
                var expected = new MutableIndex(definition);
                for (var i = 0; i < _ids.Count; i++)
                {
                    if (!_deleted.Contains(i))
                    {
                        var payload = _payloads!.Read(_payloadAt[i], (int)(_payloads.ContentLength - _payloadAt[i]));
                        expected.Add(i, PayloadCodec.Read(ref payload));
                    }
                }

                if (!Left(found.Others).SequenceEqual(Left(expected.Others))
                    || !found.Postings.Select(posting => (posting.Key, Left(posting))).Where(posting => posting.Item2.Length > 0)
                        .SequenceEqual(expected.Postings.Select(posting => (posting.Key, Left(posting)))))
                {
                    inspection.Damage("I6", file.Path, $"the index over field '{definition.Index.Field}' does not agree with the payloads");
                }
            });
        }

        var named = State.Indexes.Items.Select(definition => definition.FileName).ToHashSet(StringComparer.Ordinal);
        foreach (var name in await inspection.Disk.List(Directory))
        {
            if (name.StartsWith(IndexFile.Prefix, StringComparison.Ordinal) && !named.Contains(name))
            {
                inspection.Leftover($"{Directory}/{name}", "an index that the state does not name; opening removes it");
            }
        }

        // Offsets as a text, so that lists of them are equal by value.
        string Left(Posting posting) => string.Join(',', posting.Offsets.ToArray().Where(offset => !_deleted.Contains(offset)));
    }

    private void ReadChange(ref ByteReader record)
    {
        var at = record.Offset;
        var kind = record.Byte();
        if (kind != ImmutableSegment.DeletionRecord)
        {
            _columns = kind is ColumnCodec.Created or ColumnCodec.Dropped
                ? ColumnCodec.Read(ref record, kind, _columns)
                : throw record.Damaged("a record of a deletion or a column, of kind 1 to 3", kind.ToString(CultureInfo.InvariantCulture));
            return;
        }

        var offset = record.UInt32();
        if (offset >= (uint)_ids.Count || !_deleted.Add((int)offset))
        {
            throw record.Damaged("the offset of a live point", offset.ToString(CultureInfo.InvariantCulture));
        }

        if (at > State.LengthAt(0))
        {
            DeletedUnsettled.Add((_ids[(int)offset], $"{Directory}/{ImmutableSegment.DeletionsFile}", at));
        }
    }

    private static ByteReader Whole(BlockFileReader file) => file.ContentLength <= int.MaxValue
        ? file.Read(0, (int)file.ContentLength)
        : throw new Runtime.Files.StorageException(file.Path, FileHeader.Size, $"at most {int.MaxValue} bytes", $"{file.ContentLength}");
}

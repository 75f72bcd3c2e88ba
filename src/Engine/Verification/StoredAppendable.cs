using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Engine.Codecs;
using Sim.Engine.Segments;
using Sim.Engine.Storage;

namespace Sim.Engine.Verification;

/// <summary>
/// An appendable segment as its four files of records have it. It is read here a second time, apart from the code that loads and repairs
/// segments, so that a mistake there does not hide itself.
/// </summary>
internal sealed class StoredAppendable : StoredSegment
{
    private readonly List<Slot> _slots = [];
    private readonly Dictionary<PointId, int> _live = [];
    private VectorColumns _columns = VectorColumns.None;
    private byte[] _vectorBytes = [];
    private byte[] _payloadBytes = [];

    private StoredAppendable(SegmentId id, string directory, SegmentState state)
        : base(id, directory, state)
    {
    }

    /// <summary>Reads the segment; null when its files are damaged, which is then among the findings.</summary>
    public static async ValueTask<StoredAppendable?> Read(Inspection inspection, SegmentId id, string directory, SegmentState state)
    {
        var segment = new StoredAppendable(id, directory, state);
        var damages = inspection.Damages;
        string Name(string role) => AppendableLogs.NameOf(role, state.Generation);
        await inspection.Try(async () =>
        {
            await ReadRecords(inspection, Name(AppendableSegment.MappingFile), directory, FileKind.Mapping, state.LengthAt(0), segment.ReadMapping);
            segment._vectorBytes = await ReadRecords(
                inspection, Name(AppendableSegment.VectorsFile), directory, FileKind.AppendableVectors, state.LengthAt(1), segment.ReadVector);
            segment._payloadBytes = await ReadRecords(
                inspection, Name(AppendableSegment.PayloadsFile), directory, FileKind.AppendablePayloads, state.LengthAt(2), segment.ReadPayload);
            await ReadRecords(inspection, Name(AppendableSegment.VersionsFile), directory, FileKind.Versions, state.LengthAt(3), segment.ReadVersion);
        });
        if (inspection.Damages > damages)
        {
            return null;
        }

        segment.Conclude(inspection);
        return segment;
    }

    /// <summary>Reads a file of records, and notes what a crash has left at its end.</summary>
    public static async ValueTask<byte[]> ReadRecords(
        Inspection inspection, string name, string directory, FileKind kind, long settledLength, RecordHandler handler)
    {
        var path = $"{directory}/{name}";
        if (!await inspection.Disk.Exists(path))
        {
            if (settledLength > 0)
            {
                inspection.Damage("I3", path, $"the file is missing; it should have {settledLength} bytes");
            }

            return [];
        }

        var bytes = await inspection.Read(path);
        var length = RecordLog.Parse(bytes, kind, path, settledLength, handler);
        if (length < bytes.Length)
        {
            inspection.Repairable("format", path, length, $"{bytes.Length - length} bytes of an unfinished flush; opening cuts them");
        }

        return bytes;
    }

    public override Point Read(StoredPoint point)
    {
        var slot = _slots[point.Offset];
        var vectors = new List<KeyValuePair<string, DenseVector>>();
        foreach (var (ordinal, vector, _) in _columns.Span)
        {
            if (slot.VectorAt.TryGetValue(ordinal, out var at))
            {
                var reader = new ByteReader(_vectorBytes.AsSpan(at, vector.Dimension * sizeof(float)), Directory, at);
                vectors.Add(new(vector.Name, DenseVector.Create(reader.Floats(vector.Dimension))));
            }
        }

        var payload = NameMap<PayloadValue>.Empty;
        if (slot.PayloadAt > 0)
        {
            var reader = new ByteReader(_payloadBytes.AsSpan(slot.PayloadAt), Directory, slot.PayloadAt);
            payload = PayloadCodec.Read(ref reader);
        }

        return new Point(point.Id, NameMap<DenseVector>.From(vectors), payload);
    }

    public override void Dispose()
    {
    }

    private void ReadMapping(ref ByteReader record)
    {
        var at = record.Offset;
        var isInsert = record.Byte() switch
        {
            AppendableSegment.MappingInsert => true,
            AppendableSegment.MappingDelete => false,
            var other => throw record.Damaged("a mapping record of kind 1 or 2", other.ToString(CultureInfo.InvariantCulture)),
        };
        var id = record.Id();
        if (!isInsert)
        {
            if (!_live.Remove(id))
            {
                throw record.Damaged("the deletion of a point that was inserted", $"point {id}");
            }

            if (at > State.LengthAt(0))
            {
                DeletedUnsettled.Add((id, $"{Directory}/{AppendableLogs.NameOf(AppendableSegment.MappingFile, State.Generation)}", at));
            }

            return;
        }

        var offset = record.UInt32();
        if (offset < (uint)_slots.Count || offset > int.MaxValue / 2 || !_live.TryAdd(id, (int)offset))
        {
            throw record.Damaged($"a new point at offset {_slots.Count} or later", $"point {id} at offset {offset}");
        }

        while (_slots.Count <= (int)offset)
        {
            _slots.Add(new Slot());
        }

        _slots[(int)offset].IsSettled = at <= State.LengthAt(0);
    }

    private void ReadVector(ref ByteReader record)
    {
        var kind = record.Byte();
        if (kind != AppendableSegment.VectorRecord)
        {
            _columns = kind is ColumnCodec.Created or ColumnCodec.Dropped
                ? ColumnCodec.Read(ref record, kind, _columns)
                : throw record.Damaged("a record of a vector or a column, of kind 1 to 3", kind.ToString(CultureInfo.InvariantCulture));
            return;
        }

        var slot = SlotAt(ref record);
        var ordinal = record.UInt32();
        var place = ordinal <= int.MaxValue ? _columns.PlaceOf((int)ordinal) : -1;
        if (place < 0)
        {
            throw record.Damaged("the number of a column", ordinal.ToString(CultureInfo.InvariantCulture));
        }

        slot.VectorAt.Remove((int)ordinal);
        if (record.Byte() != 0)
        {
            slot.VectorAt.Add((int)ordinal, (int)record.Offset);
            record.Bytes(_columns[place].Vector.Dimension * sizeof(float));
        }
    }

    private void ReadPayload(ref ByteReader record)
    {
        var slot = SlotAt(ref record);
        slot.PayloadAt = (int)record.Offset;
        PayloadCodec.Read(ref record);
    }

    private void ReadVersion(ref ByteReader record) => SlotAt(ref record).Version = new OperationNumber(record.UInt64());

    private Slot SlotAt(ref ByteReader record)
    {
        var offset = record.UInt32();
        return offset < (uint)_slots.Count
            ? _slots[(int)offset]
            : throw record.Damaged($"an offset below {_slots.Count}", offset.ToString(CultureInfo.InvariantCulture));
    }

    private void Conclude(Inspection inspection)
    {
        foreach (var (id, offset) in _live.OrderBy(live => live.Value))
        {
            var slot = _slots[offset];
            if (slot.Version > OperationNumber.None)
            {
                Points.Add(new StoredPoint(id, offset, slot.Version));
            }
            else if (slot.IsSettled)
            {
                inspection.Damage("I3", $"{Directory}/{AppendableLogs.NameOf(AppendableSegment.VersionsFile, State.Generation)}", $"point {id} is settled at offset {offset} and has no version");
            }
            else
            {
                Unfinished.Add(id);
            }
        }
    }

    /// <summary>What the files say of an offset: the version, and where the newest records of its vectors and payload are; 0 for none.</summary>
    private sealed class Slot
    {
        public bool IsSettled { get; set; }

        public OperationNumber Version { get; set; }

        /// <summary>By the number of the column; none where the newest record says that there is no vector.</summary>
        public Dictionary<int, int> VectorAt { get; } = [];

        public int PayloadAt { get; set; }
    }
}

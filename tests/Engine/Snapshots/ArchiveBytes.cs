using System.Text;
using Sim.Contracts.Schema;
using Sim.Engine.Codecs;
using Sim.Engine.Requests;
using Sim.Engine.Storage;

namespace Sim.Engine.Tests.Snapshots;

/// <summary>Writes archives by hand, also such as no snapshot would.</summary>
internal sealed class ArchiveBytes
{
    private readonly ByteWriter _bytes = new();
    private ulong _entries;
    private ulong _contents;

    public ArchiveBytes(CollectionSchema? schema = null)
    {
        FileHeader.Write(_bytes, FileKind.Snapshot, "/archive");
        Entry("schema", SchemaFile.Encode(schema ?? Samples.Schema).Span);
    }

    public int Length => _bytes.Length;

    /// <summary>An entry; its header may lie about the content's length.</summary>
    public ArchiveBytes Entry(string name, ReadOnlySpan<byte> content, ulong? saidLength = null)
    {
        _bytes.Bytes("FILE"u8);
        var start = _bytes.Length;
        _bytes.UInt32(0);
        _bytes.UInt64(saidLength ?? (ulong)content.Length);
        _bytes.Count(Encoding.UTF8.GetByteCount(name));
        _bytes.Bytes(Encoding.UTF8.GetBytes(name));
        _bytes.PatchUInt32(start, Checksum.Of(_bytes.Span[(start + 4)..]));
        _bytes.Bytes(content);
        _bytes.UInt32(Checksum.Of(content));
        _entries++;
        _contents += (ulong)content.Length;
        return this;
    }

    /// <summary>The files that every archive of one shard must have.</summary>
    public ArchiveBytes Log()
    {
        foreach (var (name, bytes) in Engine.Wal.WriteAheadLog.Marks("shard-0/wal", new(1), new(0)))
        {
            Entry(name, bytes.Span);
        }

        Entry("shard-0/schema", "x"u8);

        return this;
    }

    public ArchiveBytes Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Bytes(bytes);
        return this;
    }

    public byte[] End(ulong? saidEntries = null, ulong? saidContents = null)
    {
        var end = new ByteWriter();
        end.UInt64(saidEntries ?? _entries);
        end.UInt64(saidContents ?? _contents);
        _bytes.Bytes("DONE"u8);
        _bytes.UInt32(Checksum.Of(end.Span));
        _bytes.Bytes(end.Span);
        return _bytes.Span.ToArray();
    }
}

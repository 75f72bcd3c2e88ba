using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Sim.Contracts.Schema;
using Sim.Engine.Requests;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Snapshots;

/// <summary>
/// Reads an archive from its start to its end and believes nothing in it: no length that goes beyond the file, no name that is not of a
/// collection's file, no content whose checksum is wrong. What it holds in memory is bounded whatever the archive says, but for the
/// names of the entries.
/// </summary>
internal sealed class ArchiveReader
{
    private const long SchemaBytesMax = 1 << 20;

    private readonly IFile _file;
    private readonly long _length;
    private readonly byte[] _chunk;
    private long _position = ArchiveFormat.Start;
    private ulong _entries;
    private ulong _contents;

    private ArchiveReader(IFile file)
    {
        _file = file;
        _length = file.Length;
        _chunk = new byte[Math.Min(ArchiveFormat.ChunkSize, _length)];
    }

    /// <summary>Reads and checks all of an archive.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="path">The archive.</param>
    /// <param name="open">Opens the file that an entry's content is written to, which is flushed; null to check only. Not called for the schema.</param>
    /// <returns>The schema, and where the entries belong.</returns>
    public static async ValueTask<(CollectionSchema Schema, ArchiveLayout Layout)> Read(
        IFileSystem files, string path, Func<string, ValueTask<IFile>>? open)
    {
        using var file = await files.Open(path, FileOpening.Existing);
        var reader = new ArchiveReader(file);
        FileHeader.Check((await reader.Peek(0, FileHeader.Size)).Span, FileKind.Snapshot, path);
        var schema = await reader.ReadSchema();
        var layout = new ArchiveLayout(schema);
        layout.TryAdd(SchemaFile.Name);
        while (!await reader.IsAtEnd())
        {
            var at = reader._position;
            var (name, length) = await reader.ReadEntry();
            if (!layout.TryAdd(name))
            {
                throw reader.Damaged(at, "the name of a file of the collection that has not come before", Quote(name));
            }

            if (open is null)
            {
                await reader.ReadContent(length, target: null);
                continue;
            }

            using var target = await open(name);
            await reader.ReadContent(length, target);
            await target.Flush();
        }

        await reader.ReadEnd();
        return layout.Missing() is { } missing
            ? throw reader.Damaged(reader._position, $"an entry {Quote(missing)} before the end", "none")
            : (schema, layout);
    }

    private async ValueTask<CollectionSchema> ReadSchema()
    {
        var at = _position;
        var (name, length) = await ReadEntry();
        if (name != SchemaFile.Name || length > SchemaBytesMax)
        {
            throw Damaged(at, $"the schema first, of at most {SchemaBytesMax} bytes", string.Create(CultureInfo.InvariantCulture, $"{Quote(name)} of {length} bytes"));
        }

        var start = _position;
        var bytes = (await Peek(start, (int)length)).ToArray();
        await ReadContent(length, target: null);
        var place = string.Create(CultureInfo.InvariantCulture, $"{_file.Path}:{start}/{SchemaFile.Name}");
        return SchemaFile.Read(place, AtomicFile.Parse(bytes, FileKind.Schema, place).Span);
    }

    private async ValueTask<bool> IsAtEnd() => BinaryPrimitives.ReadUInt32LittleEndian((await Take(_position, 4)).Span) == ArchiveFormat.EndMagic;

    private async ValueTask<(string Name, long Length)> ReadEntry()
    {
        var header = await Take(_position, ArchiveFormat.EntryHeader);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header.Span) != ArchiveFormat.EntryMagic)
        {
            throw Damaged(_position, "the letters FILE or DONE", Convert.ToHexString(header.Span[..4]));
        }

        var nameLength = BinaryPrimitives.ReadUInt32LittleEndian(header.Span[16..]);
        if (nameLength > ArchiveFormat.NameBytesMax)
        {
            throw Damaged(_position + 16, $"a name of at most {ArchiveFormat.NameBytesMax} bytes", $"{nameLength}");
        }

        var whole = await Take(_position, ArchiveFormat.EntryHeader + (int)nameLength);
        if (BinaryPrimitives.ReadUInt32LittleEndian(whole.Span[4..]) != Checksum.Of(whole.Span[8..]))
        {
            throw Damaged(_position, "an entry with a matching checksum", "another checksum");
        }

        var name = Encoding.UTF8.GetString(whole.Span[ArchiveFormat.EntryHeader..]);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(whole.Span[8..]);
        _position += whole.Length;
        var left = _length - _position - ArchiveFormat.End - sizeof(uint);
        if (left < 0 || length > (ulong)left)
        {
            throw Damaged(_position, $"the content of {Quote(name)}, {length} bytes, and an end", string.Create(CultureInfo.InvariantCulture, $"{_length - _position} bytes"));
        }

        return (name, (long)length);
    }

    private async ValueTask ReadContent(long length, IFile? target)
    {
        var start = _position;
        var checksum = default(RunningChecksum);
        while (_position < start + length)
        {
            var part = await Take(_position, (int)Math.Min(_chunk.Length, start + length - _position));
            checksum.Add(part.Span);
            if (target is not null)
            {
                await target.Write(_position - start, part);
            }

            _position += part.Length;
        }

        var expected = BinaryPrimitives.ReadUInt32LittleEndian((await Take(_position, sizeof(uint))).Span);
        if (expected != checksum.Value)
        {
            throw Damaged(start, $"content with the checksum {expected:X8}", $"{checksum.Value:X8}");
        }

        _position += sizeof(uint);
        _entries++;
        _contents += (ulong)length;
    }

    private async ValueTask ReadEnd()
    {
        var end = await Take(_position, ArchiveFormat.End);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end.Span[4..]) != Checksum.Of(end.Span[8..]))
        {
            throw Damaged(_position, "an end with a matching checksum", "another checksum");
        }

        Expect(_position + 8, BinaryPrimitives.ReadUInt64LittleEndian(end.Span[8..]), _entries, "entries");
        Expect(_position + 16, BinaryPrimitives.ReadUInt64LittleEndian(end.Span[16..]), _contents, "bytes of content");
        _position += ArchiveFormat.End;
        if (_position != _length)
        {
            throw Damaged(_position, "the end of the file", string.Create(CultureInfo.InvariantCulture, $"{_length - _position} more bytes"));
        }
    }

    private void Expect(long offset, ulong said, ulong found, string what)
    {
        if (said != found)
        {
            throw Damaged(offset, string.Create(CultureInfo.InvariantCulture, $"{found} {what}, as have come"), said.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Bytes that must be there; valid until the next call.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> Take(long offset, int count)
    {
        var bytes = await Peek(offset, count);
        return bytes.Length == count
            ? bytes
            : throw Damaged(offset, string.Create(CultureInfo.InvariantCulture, $"{count} bytes"), string.Create(CultureInfo.InvariantCulture, $"{bytes.Length}, as the archive is cut off"));
    }

    /// <summary>As many of these bytes as there are; valid until the next call.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> Peek(long offset, int count)
    {
        var buffer = count <= _chunk.Length ? _chunk : new byte[count];
        var filled = 0;
        while (filled < count)
        {
            var read = await _file.Read(offset + filled, buffer.AsMemory(filled, count - filled));
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return buffer.AsMemory(0, filled);
    }

    private StorageException Damaged(long offset, string expected, string found) => new(_file.Path, offset, expected, found);

    // A hostile name must not bring control characters into a terminal.
    private static string Quote(string name) => $"'{string.Concat(name.Select(c => char.IsControl(c) ? '?' : c))}'";
}

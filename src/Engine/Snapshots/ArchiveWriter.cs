using Sim.Engine.Codecs;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Snapshots;

/// <summary>Writes an archive from its start to its end.</summary>
internal sealed class ArchiveWriter : IDisposable
{
    private readonly IFileSystem _files;
    private readonly IFile _archive;
    private readonly ByteWriter _buffer = new();
    private readonly byte[] _chunk = new byte[ArchiveFormat.ChunkSize];
    private long _position;
    private ulong _entries;
    private ulong _contents;

    private ArchiveWriter(IFileSystem files, IFile archive)
    {
        _files = files;
        _archive = archive;
    }

    /// <summary>Creates the archive, in place of a file of that name.</summary>
    public static async ValueTask<ArchiveWriter> Create(IFileSystem files, string path)
    {
        var writer = new ArchiveWriter(files, await files.Open(path, FileOpening.Replace));
        FileHeader.Write(writer._buffer, FileKind.Snapshot, path);
        return writer;
    }

    /// <summary>Adds an entry with this content.</summary>
    public async ValueTask Add(string name, ReadOnlyMemory<byte> content)
    {
        Begin(name, content.Length);
        _buffer.Bytes(content.Span);
        _buffer.UInt32(Checksum.Of(content.Span));
        await Write();
    }

    /// <summary>Adds an entry with the content of a file that does not change any more.</summary>
    public async ValueTask AddFile(string name, string path)
    {
        using var file = await _files.Open(path, FileOpening.Existing);
        await AddFile(name, file, file.Length);
    }

    /// <summary>Adds an entry with the beginning of a file, of which this part does not change any more.</summary>
    public async ValueTask AddFile(string name, string path, long length)
    {
        using var file = await _files.Open(path, FileOpening.Existing);
        await AddFile(name, file, length);
    }

    /// <summary>Writes the end; the archive's bytes survive a crash once this returns. Its name is not settled by this.</summary>
    public async ValueTask Finish()
    {
        _buffer.UInt32(ArchiveFormat.EndMagic);
        var start = _buffer.Length;
        _buffer.UInt32(0);
        _buffer.UInt64(_entries);
        _buffer.UInt64(_contents);
        _buffer.PatchUInt32(start, Checksum.Of(_buffer.Span[(start + 4)..]));
        await Write();
        await _archive.Flush();
    }

    public void Dispose() => _archive.Dispose();

    private async ValueTask AddFile(string name, IFile file, long length)
    {
        Begin(name, length);
        var checksum = default(RunningChecksum);
        for (var offset = 0L; offset < length;)
        {
            var count = await file.Read(offset, _chunk.AsMemory(0, (int)Math.Min(_chunk.Length, length - offset)));
            if (count == 0)
            {
                throw new StorageException(file.Path, offset, $"{length} bytes", "the end of the file");
            }

            checksum.Add(_chunk.AsSpan(0, count));
            _buffer.Bytes(_chunk.AsSpan(0, count));
            offset += count;
            if (_buffer.Length >= ArchiveFormat.ChunkSize)
            {
                await Write();
            }
        }

        _buffer.UInt32(checksum.Value);
        await Write();
    }

    private void Begin(string name, long length)
    {
        _buffer.UInt32(ArchiveFormat.EntryMagic);
        var start = _buffer.Length;
        _buffer.UInt32(0);
        _buffer.UInt64((ulong)length);
        _buffer.Text(name);
        _buffer.PatchUInt32(start, Checksum.Of(_buffer.Span[(start + 4)..]));
        _entries++;
        _contents += (ulong)length;
    }

    private async ValueTask Write()
    {
        await _archive.Write(_position, _buffer.Memory);
        _position += _buffer.Length;
        _buffer.Clear();
    }
}

using Sim.Engine.Codecs;
using Sim.Runtime.Files;

namespace Sim.Engine.Storage;

/// <summary>Writes a <see cref="BlockFile"/>.</summary>
internal sealed class BlockFileWriter : IDisposable
{
    private readonly IFile _file;
    private readonly ByteWriter _block = new();
    private readonly ByteWriter _checksums = new();
    private long _position;
    private long _contentLength;
    private uint _blocks;

    private BlockFileWriter(IFile file) => _file = file;

    /// <summary>Where content is put; call <see cref="Advance"/> now and then.</summary>
    public ByteWriter Content => _block;

    /// <summary>Creates the file.</summary>
    public static async ValueTask<BlockFileWriter> Create(IFileSystem files, string path, FileKind kind)
    {
        var header = new ByteWriter(FileHeader.Size);
        FileHeader.Write(header, kind, path);
        var file = await files.Open(path, FileOpening.Replace);
        try
        {
            await file.Write(0, header.Memory);
        }
        catch (StorageException)
        {
            file.Dispose();
            throw;
        }

        return new BlockFileWriter(file) { _position = FileHeader.Size };
    }

    /// <summary>Writes out the full blocks that have gathered.</summary>
    public async ValueTask Advance()
    {
        if (_block.Length < BlockFile.BlockSize)
        {
            return;
        }

        var whole = _block.Length / BlockFile.BlockSize * BlockFile.BlockSize;
        var rest = _block.Span[whole..].ToArray();
        await WriteBlocks(_block.Memory[..whole]);
        _block.Clear();
        _block.Bytes(rest);
    }

    /// <summary>Writes what is left and the trailer, and flushes. The file's name is not settled by this.</summary>
    public async ValueTask Finish()
    {
        await Advance();
        if (_block.Length > 0)
        {
            await WriteBlocks(_block.Memory);
        }

        _checksums.UInt64((ulong)_contentLength);
        _checksums.UInt32(_blocks);
        _checksums.UInt32(Checksum.Of(_checksums.Span));
        await _file.Write(_position, _checksums.Memory);
        await _file.Flush();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private async ValueTask WriteBlocks(ReadOnlyMemory<byte> bytes)
    {
        for (var start = 0; start < bytes.Length; start += BlockFile.BlockSize)
        {
            var block = bytes.Slice(start, Math.Min(BlockFile.BlockSize, bytes.Length - start));
            _checksums.UInt32(Checksum.Of(block.Span));
            _blocks++;
        }

        await _file.Write(_position, bytes);
        _position += bytes.Length;
        _contentLength += bytes.Length;
    }
}

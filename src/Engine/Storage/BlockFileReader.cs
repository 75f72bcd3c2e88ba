using System.Buffers.Binary;
using Sim.Engine.Codecs;
using Sim.Runtime.Files;

namespace Sim.Engine.Storage;

/// <summary>An open <see cref="BlockFile"/>. Every block is checked when it is opened.</summary>
internal sealed class BlockFileReader : IDisposable
{
    private readonly IFileMap _map;

    private BlockFileReader(IFileMap map, long contentLength)
    {
        _map = map;
        ContentLength = contentLength;
    }

    /// <summary>The number of bytes between header and checksums.</summary>
    public long ContentLength { get; }

    /// <summary>The file.</summary>
    public string Path => _map.Path;

    /// <summary>Maps the file and checks all of it. Damage is a <see cref="StorageException"/>.</summary>
    public static async ValueTask<BlockFileReader> Open(IFileSystem files, string path, FileKind kind)
    {
        var map = await files.Map(path);
        try
        {
            return new BlockFileReader(map, Check(map, kind));
        }
        catch (StorageException)
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of the content; valid until the reader is disposed.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length) => _map.Slice(FileHeader.Size + offset, length);

    /// <summary>A reader over a part of the content.</summary>
    public ByteReader Read(long offset, int length) => new(Slice(offset, length), Path, FileHeader.Size + offset);

    /// <summary>Unmaps the file.</summary>
    public void Dispose() => _map.Dispose();

    private static long Check(IFileMap map, FileKind kind)
    {
        var path = map.Path;
        FileHeader.Check(map.Slice(0, (int)Math.Min(FileHeader.Size, map.Length)), kind, path);
        if (map.Length < FileHeader.Size + BlockFile.TrailerSize)
        {
            throw new StorageException(path, map.Length, "a trailer", "the end of the file");
        }

        var end = map.Slice(map.Length - BlockFile.TrailerSize, BlockFile.TrailerSize);
        var contentLength = BinaryPrimitives.ReadUInt64LittleEndian(end);
        var blocks = BinaryPrimitives.ReadUInt32LittleEndian(end[8..]);
        var checksumsStart = (ulong)FileHeader.Size + contentLength;
        if (contentLength > (ulong)map.Length
            || checksumsStart + ((ulong)blocks * 4) + BlockFile.TrailerSize != (ulong)map.Length
            || (contentLength + BlockFile.BlockSize - 1) / BlockFile.BlockSize != blocks)
        {
            throw new StorageException(
                path, map.Length - BlockFile.TrailerSize, "lengths that fit the file", $"{contentLength} bytes in {blocks} blocks");
        }

        var trailer = map.Slice((long)checksumsStart, (int)((blocks * 4) + BlockFile.TrailerSize));
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer[^4..]) != Checksum.Of(trailer[..^4]))
        {
            throw new StorageException(path, (long)checksumsStart, "a trailer with a matching checksum", "another checksum");
        }

        for (var block = 0; block < (int)blocks; block++)
        {
            var start = (long)block * BlockFile.BlockSize;
            var length = (int)Math.Min(BlockFile.BlockSize, (long)contentLength - start);
            if (Checksum.Of(map.Slice(FileHeader.Size + start, length))
                != BinaryPrimitives.ReadUInt32LittleEndian(trailer[(block * 4)..]))
            {
                throw new StorageException(path, FileHeader.Size + start, $"a block of {length} bytes with a matching checksum", "another");
            }
        }

        return (long)contentLength;
    }
}

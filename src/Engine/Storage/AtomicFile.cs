using System.Buffers.Binary;
using Sim.Engine.Codecs;
using Sim.Runtime.Files;

namespace Sim.Engine.Storage;

/// <summary>
/// A small file that is replaced whole: after a crash it has its old content or its new one, never a mixture. Header, length,
/// checksum, content.
/// </summary>
internal static class AtomicFile
{
    private const string TemporarySuffix = ".tmp";
    private const int ContentStart = FileHeader.Size + 8;

    /// <summary>True for the name of a half-written file, which a crash may leave and which anybody may delete.</summary>
    public static bool IsTemporary(string name) => name.EndsWith(TemporarySuffix, StringComparison.Ordinal);

    /// <summary>Where the new content of a file is written before it takes the file's place.</summary>
    public static string TemporaryOf(string path) => path + TemporarySuffix;

    /// <summary>Replaces the file; the new content survives a crash once this returns.</summary>
    /// <remarks>
    /// Order, and why: (1) write the new content beside the old; a crash leaves the old and a stray file. (2) Flush it, so that the
    /// rename cannot become durable before the bytes. (3) Rename. (4) Flush the directory, so that the rename is settled.
    /// Invariant: the name refers to whole content at every moment.
    /// </remarks>
    public static async ValueTask Write(IFileSystem files, string directory, string name, FileKind kind, ReadOnlyMemory<byte> content)
    {
        var target = $"{directory}/{name}";
        var bytes = Encode(kind, target, content.Span);
        var temporary = TemporaryOf(target);
        using (var file = await files.Open(temporary, FileOpening.Replace))
        {
            await file.Write(0, bytes);
            await file.Flush();
        }

        await files.Rename(temporary, target);
        await files.FlushDirectory(directory);
    }

    /// <summary>The bytes of a file of this path with this content.</summary>
    public static ReadOnlyMemory<byte> Encode(FileKind kind, string path, ReadOnlySpan<byte> content)
    {
        var writer = new ByteWriter(ContentStart + content.Length);
        FileHeader.Write(writer, kind, path);
        writer.Count(content.Length);
        writer.UInt32(Checksum.Of(content));
        writer.Bytes(content);
        return writer.Memory;
    }

    /// <summary>The content of the file. Damage is a <see cref="StorageException"/>.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> Read(IFileSystem files, string path, FileKind kind) =>
        Parse(await files.ReadWhole(path), kind, path);

    /// <summary>The content of a file of these bytes. Damage is a <see cref="StorageException"/>.</summary>
    public static ReadOnlyMemory<byte> Parse(byte[] bytes, FileKind kind, string path)
    {
        FileHeader.Check(bytes, kind, path);
        if (bytes.Length < ContentStart)
        {
            throw new StorageException(path, FileHeader.Size, "length and checksum of the content", $"{bytes.Length - FileHeader.Size} bytes");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(FileHeader.Size));
        if (length != (uint)(bytes.Length - ContentStart))
        {
            throw new StorageException(path, FileHeader.Size, $"a length of {bytes.Length - ContentStart}", $"{length}");
        }

        var expected = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(FileHeader.Size + 4));
        var found = Checksum.Of(bytes.AsSpan(ContentStart));
        return expected == found
            ? bytes.AsMemory(ContentStart)
            : throw new StorageException(path, ContentStart, $"content with the checksum {expected:X8}", $"{found:X8}");
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Sim.Engine.Codecs;
using Sim.Runtime.Files;

namespace Sim.Engine.Storage;

/// <summary>
/// The first 16 bytes of every file: "SIMV", the kind of file, the format version, 2 bytes of zeros, the checksum of the file's place in its
/// collection, and the checksum of these 12. A collection can be moved, but a file cannot take the place of another of its kind.
/// </summary>
internal static class FileHeader
{
    public const int Size = 16;
    public const byte FormatVersion = 1;
    private const uint Magic = 0x564D4953;

    /// <summary>Puts the header of a file into the writer.</summary>
    public static void Write(ByteWriter writer, FileKind kind, string path)
    {
        var start = writer.Length;
        writer.UInt32(Magic);
        writer.Byte((byte)kind);
        writer.Byte(FormatVersion);
        writer.Byte(0);
        writer.Byte(0);
        writer.UInt32(PlaceMark(kind, path));
        writer.UInt32(Checksum.Of(writer.Span[start..]));
    }

    /// <summary>True when the bytes begin with a header that is whole, whatever its kind and version.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Size
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[(Size - 4)..]) == Checksum.Of(bytes[..(Size - 4)]);

    /// <summary>Throws unless the bytes begin with the header of this kind of file.</summary>
    public static void Check(ReadOnlySpan<byte> bytes, FileKind kind, string path)
    {
        if (bytes.Length < Size)
        {
            throw new StorageException(
                path, 0, "a file header of 16 bytes", string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} bytes"));
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new StorageException(path, 0, "the letters SIMV", Convert.ToHexString(bytes[..4]));
        }

        if (!IsWhole(bytes))
        {
            throw new StorageException(path, 0, "a file header with a matching checksum", Convert.ToHexString(bytes[..Size]));
        }

        if (bytes[5] != FormatVersion)
        {
            throw new StorageException(
                StorageError.UnknownVersion,
                path,
                string.Create(CultureInfo.InvariantCulture, $"format version {bytes[5]}, but this program reads version {FormatVersion}"));
        }

        if (bytes[4] != (byte)kind)
        {
            throw new StorageException(path, 4, $"a file of kind {kind}", $"kind {(FileKind)bytes[4]}");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) != PlaceMark(kind, path))
        {
            throw new StorageException(path, 8, $"the file of {PlaceOf(kind, path)}", "the file of another place");
        }
    }

    /// <summary>The path of a file from its collection's directory on.</summary>
    private static string PlaceOf(FileKind kind, string path)
    {
        var start = path.Length;
        for (var parts = kind.PathParts(); parts > 0 && start > 0; parts--)
        {
            start = path.LastIndexOf('/', start - 1);
        }

        return start == path.Length ? "" : path[(start + 1)..];
    }

    private static uint PlaceMark(FileKind kind, string path) => Checksum.Of(Encoding.UTF8.GetBytes(PlaceOf(kind, path)));
}

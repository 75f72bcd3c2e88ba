using System.Buffers.Binary;
using System.Globalization;
using Sim.Engine.Codecs;
using Sim.Runtime.Files;

namespace Sim.Engine.Storage;

/// <summary>
/// The first 16 bytes of every file: "SIMV", the kind of file, the format version, 6 bytes of zeros, and the checksum of these 12.
/// </summary>
internal static class FileHeader
{
    public const int Size = 16;
    public const byte FormatVersion = 1;
    private const uint Magic = 0x564D4953;

    public static void Write(ByteWriter writer, FileKind kind)
    {
        var start = writer.Length;
        writer.UInt32(Magic);
        writer.Byte((byte)kind);
        writer.Byte(FormatVersion);
        writer.Byte(0);
        writer.Byte(0);
        writer.UInt32(0);
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
    }
}

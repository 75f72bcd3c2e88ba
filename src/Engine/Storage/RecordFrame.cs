using System.Buffers.Binary;
using Sim.Engine.Codecs;

namespace Sim.Engine.Storage;

/// <summary>
/// The frame of one record in a file of records: the length of its content, the checksum of length and content, the content. A content is
/// never empty, and the checksum covers the length, so that neither zeros nor a wrong length pass for a record.
/// </summary>
internal static class RecordFrame
{
    public const int Overhead = 8;

    /// <summary>Begins a record and returns its place, for <see cref="End"/>.</summary>
    public static int Begin(ByteWriter writer)
    {
        var start = writer.Length;
        writer.UInt32(0);
        writer.UInt32(0);
        return start;
    }

    /// <summary>Ends the record begun at <paramref name="start"/>.</summary>
    public static void End(ByteWriter writer, int start)
    {
        writer.PatchUInt32(start, (uint)(writer.Length - start - Overhead));
        writer.PatchUInt32(start + 4, Checksum.Of(writer.Span.Slice(start, 4), writer.Span[(start + Overhead)..]));
    }

    /// <summary>The content of the record that begins at <paramref name="offset"/>; false when there is no whole record.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int offset, out ReadOnlySpan<byte> content)
    {
        content = default;
        var left = bytes[offset..];
        if (left.Length <= Overhead)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(left);
        if (length == 0 || length > (uint)(left.Length - Overhead))
        {
            return false;
        }

        content = left.Slice(Overhead, (int)length);
        return BinaryPrimitives.ReadUInt32LittleEndian(left[4..]) == Checksum.Of(left[..4], content);
    }
}

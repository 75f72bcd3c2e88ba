using System.Buffers.Binary;
using System.Numerics;

namespace Sim.Engine.Storage;

/// <summary>CRC-32C (Castagnoli), as on every record and block of the engine's files.</summary>
internal static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> bytes) => Continue(0, bytes);

    /// <summary>The checksum of two runs of bytes as if they stood one after the other.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Continue(Continue(0, first), second);

    /// <summary>The checksum of some bytes and those that follow them, from the checksum of the first; 0 is that of none.</summary>
    public static uint Continue(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Sim.Contracts.Points;

namespace Sim.Engine.Codecs;

/// <summary>A growing buffer of bytes; everything is written little-endian. Reused by clearing it.</summary>
internal sealed class ByteWriter
{
    private byte[] _bytes;

    public ByteWriter(int capacity = 256) => _bytes = new byte[capacity];

    /// <summary>How many bytes have been written.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written so far; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>The bytes written so far; valid until the next write.</summary>
    public Span<byte> Span => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Byte(byte value) => Take(1)[0] = value;

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    public void Count(int value) => UInt32((uint)value);

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    public void Floats(ReadOnlySpan<float> values)
    {
        var target = Take(values.Length * sizeof(float));
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(target);
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(target[(i * sizeof(float))..], values[i]);
        }
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Count(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    public void Id(PointId id)
    {
        if (id.IsUuid)
        {
            Byte(1);
            id.Uuid.TryWriteBytes(Take(16), bigEndian: true, out _);
        }
        else
        {
            Byte(0);
            UInt64(id.Number);
        }
    }

    /// <summary>Overwrites 32 bits at an earlier place.</summary>
    public void PatchUInt32(int position, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Span.Slice(position, 4), value);

    private Span<byte> Take(int count)
    {
        var needed = Length + count;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        }

        var taken = _bytes.AsSpan(Length, count);
        Length = needed;
        return taken;
    }
}

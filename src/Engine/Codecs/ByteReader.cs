using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Sim.Contracts.Points;
using Sim.Runtime.Files;

namespace Sim.Engine.Codecs;

/// <summary>
/// Reads what <see cref="ByteWriter"/> wrote. Bytes that are not of the expected form are a <see cref="StorageException"/> that names the
/// file and the offset; no length is believed before it has been compared with what is left.
/// </summary>
internal ref struct ByteReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _path;
    private readonly long _start;
    private int _position;

    /// <param name="bytes">The bytes to read.</param>
    /// <param name="path">The file they come from, for errors.</param>
    /// <param name="start">Their offset in the file, for errors.</param>
    public ByteReader(ReadOnlySpan<byte> bytes, string path, long start)
    {
        _bytes = bytes;
        _path = path;
        _start = start;
        _position = 0;
    }

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => _bytes.Length - _position;

    /// <summary>The offset in the file of the next byte.</summary>
    public readonly long Offset => _start + _position;

    public byte Byte() => Take(1)[0];

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A count of items of which each takes at least <paramref name="bytesPerItem"/> bytes.</summary>
    public int Count(int bytesPerItem)
    {
        var count = UInt32();
        if ((ulong)count * (ulong)bytesPerItem > (ulong)Left)
        {
            throw Damaged(
                string.Create(CultureInfo.InvariantCulture, $"a count of at most {Left / bytesPerItem}"),
                count.ToString(CultureInfo.InvariantCulture));
        }

        return (int)count;
    }

    public ReadOnlySpan<byte> Bytes(int count) => Take(count);

    public float[] Floats(int count)
    {
        var source = Take(count * sizeof(float));
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(i * sizeof(float))..]);
        }

        return values;
    }

    public string Text() => Encoding.UTF8.GetString(Take(Count(1)));

    public PointId Id() => Byte() switch
    {
        0 => PointId.FromNumber(UInt64()),
        1 => PointId.FromUuid(new Guid(Take(16), bigEndian: true)),
        var other => throw Damaged("a point id of kind 0 or 1", other.ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>Everything must have been read.</summary>
    public readonly void End()
    {
        if (Left != 0)
        {
            throw Damaged("the end", string.Create(CultureInfo.InvariantCulture, $"{Left} more bytes"));
        }
    }

    public readonly StorageException Damaged(string expected, string found) => new(_path, Offset, expected, found);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Left)
        {
            throw Damaged(
                string.Create(CultureInfo.InvariantCulture, $"{count} bytes"), string.Create(CultureInfo.InvariantCulture, $"{Left}"));
        }

        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }
}

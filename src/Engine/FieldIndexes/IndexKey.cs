using Sim.Contracts.Payloads;

namespace Sim.Engine.FieldIndexes;

/// <summary>
/// A value as an index keeps it, in the order of the values: a text, or anything else as a number whose order is that of the values. The keys of one index
/// are all of one kind.
/// </summary>
/// <param name="Text">The text; null for a number.</param>
/// <param name="Number">The number; 0 for a text.</param>
internal readonly record struct IndexKey(string? Text, UInt128 Number) : IComparable<IndexKey>
{
    private const ulong Sign = 1UL << 63;

    public static IndexKey Of(string value) => new(value, 0);

    public static IndexKey Of(bool value) => new(null, value ? 1U : 0U);

    public static IndexKey Of(long value) => new(null, unchecked((ulong)value) ^ Sign);

    /// <summary>The two zeros are one key, as they are one number.</summary>
    public static IndexKey Of(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : value);
        return new IndexKey(null, (bits & Sign) == 0 ? bits | Sign : ~bits);
    }

    public static IndexKey Of(Timestamp value) => new(null, (ulong)value.Ticks);

    public static IndexKey Of(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return new IndexKey(null, System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    public bool AsBool() => Number != 0;

    public long AsInteger() => unchecked((long)((ulong)Number ^ Sign));

    public double AsFloat()
    {
        var bits = (ulong)Number;
        return BitConverter.UInt64BitsToDouble((bits & Sign) != 0 ? bits & ~Sign : ~bits);
    }

    public Timestamp AsTimestamp() => new((long)Number);

    public Guid AsUuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Number);
        return new Guid(bytes, bigEndian: true);
    }

    public int CompareTo(IndexKey other) => Text is null ? Number.CompareTo(other.Number) : string.CompareOrdinal(Text, other.Text);
}

using System.Buffers.Binary;
using System.Globalization;

namespace Sim.Contracts.Points;

/// <summary>
/// The identity of a point: an unsigned 64-bit number or a UUID. Numbers sort before UUIDs; numbers sort by value, UUIDs by
/// their bytes in network order. <c>default</c> is the number 0, which is a valid id.
/// </summary>
public readonly record struct PointId : IComparable<PointId>
{
    private readonly UInt128 _value;

    private PointId(UInt128 value, bool isUuid)
    {
        _value = value;
        IsUuid = isUuid;
    }

    /// <summary>True when the id is a UUID, false when it is a number.</summary>
    public bool IsUuid { get; }

    /// <summary>The number. Throws <see cref="InvalidOperationException"/> when the id is a UUID.</summary>
    public ulong Number => IsUuid ? throw new InvalidOperationException($"Point id {this} is a UUID, not a number.") : (ulong)_value;

    /// <summary>The UUID. Throws <see cref="InvalidOperationException"/> when the id is a number.</summary>
    public Guid Uuid
    {
        get
        {
            if (!IsUuid)
            {
                throw new InvalidOperationException($"Point id {this} is a number, not a UUID.");
            }

            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);
            return new Guid(bytes, bigEndian: true);
        }
    }

    /// <summary>The id with this number.</summary>
    public static PointId FromNumber(ulong number) => new(number, isUuid: false);

    /// <summary>The id with this UUID.</summary>
    public static PointId FromUuid(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return new PointId(BinaryPrimitives.ReadUInt128BigEndian(bytes), isUuid: true);
    }

    /// <summary>Reads what <see cref="ToString"/> writes: decimal digits, or a UUID in its 36-character form.</summary>
    public static bool TryParse(string? text, out PointId id)
    {
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            id = FromNumber(number);
            return true;
        }

        if (Guid.TryParseExact(text, "D", out var uuid))
        {
            id = FromUuid(uuid);
            return true;
        }

        id = default;
        return false;
    }

    /// <inheritdoc/>
    public int CompareTo(PointId other) =>
        IsUuid == other.IsUuid ? _value.CompareTo(other._value) : IsUuid.CompareTo(other.IsUuid);

    /// <summary>A hash that is the same in every process, unlike the framework's.</summary>
    public override int GetHashCode()
    {
        unchecked
        {
            var mixed = ((ulong)_value ^ (ulong)(_value >> 64) ^ (IsUuid ? 0x9E3779B97F4A7C15UL : 0UL)) * 0xBF58476D1CE4E5B9UL;
            return (int)(mixed ^ (mixed >> 32));
        }
    }

    /// <summary>The number in decimal digits, or the UUID in its 36-character form.</summary>
    public override string ToString() => IsUuid ? Uuid.ToString("D") : Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>True when <paramref name="left"/> sorts before <paramref name="right"/>.</summary>
    public static bool operator <(PointId left, PointId right) => left.CompareTo(right) < 0;

    /// <summary>True when <paramref name="left"/> sorts after <paramref name="right"/>.</summary>
    public static bool operator >(PointId left, PointId right) => left.CompareTo(right) > 0;

    /// <summary>True when <paramref name="left"/> does not sort after <paramref name="right"/>.</summary>
    public static bool operator <=(PointId left, PointId right) => left.CompareTo(right) <= 0;

    /// <summary>True when <paramref name="left"/> does not sort before <paramref name="right"/>.</summary>
    public static bool operator >=(PointId left, PointId right) => left.CompareTo(right) >= 0;
}

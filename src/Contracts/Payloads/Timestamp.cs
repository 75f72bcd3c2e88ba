using System.Globalization;

namespace Sim.Contracts.Payloads;

/// <summary>
/// A moment, to 100 nanoseconds, as payloads write it: the date-time of RFC 3339, such as <c>2024-02-29T23:59:59.5+01:00</c>. Two texts may denote one
/// moment. <c>default</c> is the beginning of the year 1, which is a valid moment.
/// </summary>
/// <param name="Ticks">How many times 100 nanoseconds since the beginning of the year 1 in UTC; from 0 to the end of the year 9999.</param>
public readonly record struct Timestamp(long Ticks) : IComparable<Timestamp>
{
    private const int SecondsLength = 19;
    private const int FractionDigits = 7;

    /// <summary>The last moment.</summary>
    public static readonly Timestamp Latest = new(DateTime.MaxValue.Ticks);

    /// <summary>
    /// Reads a date-time: four digits of year, T, and an offset, which is Z or hours and minutes with a sign. More than seven digits of a fraction
    /// are cut off. Not read: leap seconds, and moments outside of the years 1 to 9999 in UTC.
    /// </summary>
    public static bool TryParse(string text, out Timestamp timestamp)
    {
        timestamp = default;
        if (text.Length <= SecondsLength
            || !DateTime.TryParseExact(
                text.AsSpan(0, SecondsLength), "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return false;
        }

        var rest = text.AsSpan(SecondsLength);
        if (!TryTakeFraction(ref rest, out var fraction) || !TryReadOffset(rest, out var offset))
        {
            return false;
        }

        var ticks = local.Ticks + fraction - offset;
        timestamp = new Timestamp(ticks);
        return ticks >= 0 && ticks <= Latest.Ticks;
    }

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => Ticks.CompareTo(other.Ticks);

    /// <summary>The moment in UTC with seven digits of fraction; equal moments give equal texts.</summary>
    public override string ToString() =>
        new DateTime(Ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>True when <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.Ticks < right.Ticks;

    /// <summary>True when <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.Ticks > right.Ticks;

    /// <summary>True when <paramref name="left"/> does not come after <paramref name="right"/>.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.Ticks <= right.Ticks;

    /// <summary>True when <paramref name="left"/> does not come before <paramref name="right"/>.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.Ticks >= right.Ticks;

    private static bool TryTakeFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var digits = 0;
        while (digits + 1 < rest.Length && char.IsAsciiDigit(rest[digits + 1]))
        {
            digits++;
        }

        for (var i = 0; i < FractionDigits; i++)
        {
            ticks = (ticks * 10) + (i < digits ? rest[i + 1] - '0' : 0);
        }

        rest = rest[(digits + 1)..];
        return digits > 0;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest is "Z" or "z")
        {
            return true;
        }

        if (rest.Length != 6 || rest[0] is not ('+' or '-') || rest[3] != ':'
            || !int.TryParse(rest[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(rest[4..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours > 23
            || minutes > 59)
        {
            return false;
        }

        ticks = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute * (rest[0] == '-' ? -1 : 1);
        return true;
    }
}

using System.Globalization;

namespace Sim.Engine.Segments;

/// <summary>
/// The number of a segment within its shard. Numbers go up and are not given twice while the collection is open. <c>default</c> is no
/// segment's number.
/// </summary>
internal readonly record struct SegmentId(ulong Value) : IComparable<SegmentId>
{
    private const int Digits = 8;

    /// <summary>The name of the segment's directory.</summary>
    public string DirectoryName => Value.ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="DirectoryName"/> writes.</summary>
    public static bool TryParse(string name, out SegmentId id)
    {
        var isNumber = ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        id = new SegmentId(number);
        return isNumber && name.Length >= Digits && number > 0;
    }

    public int CompareTo(SegmentId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Sim.Simulator.Running;

/// <summary>Seeds from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
internal readonly record struct SeedRange(ulong First, ulong Last)
{
    /// <summary>How many seeds there are; not more than fit.</summary>
    public ulong Count => unchecked(Last - First + 1) is 0 ? ulong.MaxValue : Last - First + 1;

    /// <summary>Reads "A..B", or one number.</summary>
    public static bool TryParse(string text, out SeedRange range)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        var (first, last) = dots < 0 ? (text, text) : (text[..dots], text[(dots + 2)..]);
        range = default;
        if (!TryRead(first, out var from) || !TryRead(last, out var to) || from > to)
        {
            return false;
        }

        range = new SeedRange(from, to);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}..{Last}");

    private static bool TryRead(string text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}

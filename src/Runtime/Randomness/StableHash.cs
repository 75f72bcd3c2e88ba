namespace Sim.Runtime.Randomness;

/// <summary>Hashes that are the same in every process and on every machine, unlike those of the framework.</summary>
public static class StableHash
{
    private const ulong FnvOffset = 0xCBF29CE484222325;
    private const ulong FnvPrime = 0x00000100000001B3;

    /// <summary>The hash of a text: FNV-1a over its UTF-16 units, then mixed.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        unchecked
        {
            var hash = FnvOffset;
            foreach (var unit in text)
            {
                hash = (hash ^ unit) * FnvPrime;
            }

            return Mix(hash);
        }
    }

    /// <summary>The hash of a pair of hashes or numbers; the order counts.</summary>
    public static ulong Combine(ulong left, ulong right) => unchecked(Mix((left * 0x9E3779B97F4A7C15) ^ right));

    /// <summary>Spreads a number over all 64 bits: the finalizer of SplitMix64 (Steele, Lea and Flood, 2014).</summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Sim.Runtime.Randomness;

/// <summary>
/// A seeded stream of random numbers: xoshiro256** by Blackman and Vigna (2018), its state filled by SplitMix64. The stream of a
/// seed is pinned by a test and stays the same for ever. There are no floats: odds are ratios. Not safe for use by several threads.
/// </summary>
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Reproducible on purpose.")]
public sealed class RandomStream
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>The stream of this seed.</summary>
    public RandomStream(ulong seed)
    {
        unchecked
        {
            _s0 = StableHash.Mix(seed += 0x9E3779B97F4A7C15);
            _s1 = StableHash.Mix(seed += 0x9E3779B97F4A7C15);
            _s2 = StableHash.Mix(seed += 0x9E3779B97F4A7C15);
            _s3 = StableHash.Mix(seed + 0x9E3779B97F4A7C15);
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
            var shifted = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= shifted;
            _s3 = BitOperations.RotateLeft(_s3, 45);
            return result;
        }
    }

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>, which is positive. All are equally likely.</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Below((ulong)bound);
    }

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>, which is positive. All are equally likely.</summary>
    /// <remarks>Lemire, "Fast random integer generation in an interval" (2019).</remarks>
    public ulong Below(ulong bound)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bound);
        unchecked
        {
            var high = Math.BigMul(NextBits(), bound, out var low);
            if (low < bound)
            {
                var threshold = (0 - bound) % bound;
                while (low < threshold)
                {
                    high = Math.BigMul(NextBits(), bound, out low);
                }
            }

            return high;
        }
    }

    /// <summary>A number from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>True <paramref name="wins"/> times out of <paramref name="total"/>. Draws exactly once, whatever the odds.</summary>
    public bool Chance(int wins, int total) => Below(total) < wins;

    /// <summary>One of the items, each equally likely; there must be one.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Puts the items into a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}

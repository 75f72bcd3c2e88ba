using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Weights of numbered things, one of which can be drawn in proportion to its weight: a binary tree of sums, in which setting a weight and drawing take
/// logarithmic time. What was given no weight has none.
/// </summary>
internal sealed class SumTree
{
    // The sum of everything is at 1, the halves of what is at i are at 2i and 2i+1, and the weights themselves come last.
    private ulong[] _sums = new ulong[2];

    /// <summary>The sum of all weights.</summary>
    public ulong Total => _sums[1];

    private int Size => _sums.Length / 2;

    /// <summary>The weight of the thing with this number.</summary>
    public ulong this[int thing]
    {
        get => thing < Size ? _sums[Size + thing] : 0;
        set
        {
            if (thing >= Size)
            {
                Grow(thing);
            }

            var sums = _sums;
            var change = unchecked(value - sums[Size + thing]);
            for (var i = Size + thing; change != 0 && i >= 1; i /= 2)
            {
                sums[i] = unchecked(sums[i] + change);
            }
        }
    }

    /// <summary>Takes all weights away.</summary>
    public void Clear()
    {
        if (Total > 0)
        {
            Array.Clear(_sums);
        }
    }

    /// <summary>One of the things; there must be one with a weight.</summary>
    public int Draw(RandomStream stream)
    {
        var sums = _sums;
        var drawn = stream.Below(sums[1]);
        var i = 1;
        while (i < Size)
        {
            i *= 2;
            if (drawn >= sums[i])
            {
                drawn -= sums[i];
                i++;
            }
        }

        return i - Size;
    }

    private void Grow(int thing)
    {
        var previous = _sums;
        var size = Size;
        while (size <= thing)
        {
            size *= 2;
        }

        _sums = new ulong[size * 2];
        Array.Copy(previous, previous.Length / 2, _sums, size, previous.Length / 2);
        for (var i = size - 1; i >= 1; i--)
        {
            _sums[i] = _sums[i * 2] + _sums[(i * 2) + 1];
        }
    }
}

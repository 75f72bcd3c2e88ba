using System.Numerics;
using Sim.Runtime.Randomness;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Candidates that each have a random priority of their own, drawn no earlier than it decides something. Of those without one it is known only that
/// all are below a ceiling. The highest of them is drawn as the largest of so many random numbers, which any of them may have; the others stay without
/// one, below that. So all can be given new priorities at the cost of one, and who is first has the same odds as if each had drawn for itself.
/// </summary>
internal sealed class LatePriorities(RandomStream stream)
{
    // Of so few the largest number is found by drawing all.
    private const int Few = 8;
    private const int WordBits = 64;

    private readonly PriorityQueue _drawn = new();
    private Resumption[] _undrawn = new Resumption[4];
    private int _count;
    private ulong _ceiling = ulong.MaxValue;

    /// <summary>The highest priority of all, which it draws if it must; 0 when there is no candidate.</summary>
    public ulong Highest
    {
        get
        {
            while (_count > 0 && (_drawn.Count == 0 || _drawn.Highest < _ceiling))
            {
                DrawHighest();
            }

            return _drawn.Count == 0 ? 0 : _drawn.Highest;
        }
    }

    /// <summary>The candidate that has <see cref="Highest"/>, to be asked for after that.</summary>
    public Resumption First => _drawn.First;

    /// <summary>Takes all out.</summary>
    public void Clear()
    {
        _drawn.Clear();
        _count = 0;
    }

    /// <summary>Puts one in.</summary>
    public void Add(Resumption resumption)
    {
        if (_count == 0)
        {
            _ceiling = ulong.MaxValue;
        }

        if (_ceiling == ulong.MaxValue)
        {
            Keep(resumption);
        }
        else
        {
            _drawn.Add(resumption, stream.NextBits() | 1);
        }
    }

    /// <summary>Takes <see cref="First"/> out.</summary>
    public void RemoveFirst() => _drawn.RemoveFirst();

    /// <summary>All of them lose their priorities.</summary>
    public void Redraw()
    {
        for (var i = 0; i < _drawn.Count; i++)
        {
            Keep(_drawn[i]);
        }

        _drawn.Clear();
        _ceiling = ulong.MaxValue;
    }

    private void Keep(Resumption resumption)
    {
        if (_count == _undrawn.Length)
        {
            Array.Resize(ref _undrawn, _count * 2);
        }

        _undrawn[_count++] = resumption;
    }

    private void DrawHighest()
    {
        // Never 0, which would say that there is nobody.
        _ceiling = Math.BigMul(LargestOf(_count), _ceiling, out _) | 1;
        var drawn = stream.Below(_count);
        var resumption = _undrawn[drawn];
        _undrawn[drawn] = _undrawn[--_count];
        _drawn.Add(resumption, _ceiling);
    }

    // The largest of so many random numbers, without drawing each: how many of them have the highest bit is how many of as many random bits are set, and
    // if any have it, the largest is one of those; and so on with the next bit.
    private ulong LargestOf(int count)
    {
        var (known, bits) = (0UL, WordBits);
        while (count > Few && bits > 0)
        {
            bits--;
            var ones = 0;
            for (var left = count; left > 0; left -= WordBits)
            {
                ones += BitOperations.PopCount(left >= WordBits ? stream.NextBits() : stream.NextBits() >> (WordBits - left));
            }

            if (ones > 0)
            {
                known |= 1UL << bits;
                count = ones;
            }
        }

        var rest = 0UL;
        for (var i = 0; i < count && bits > 0; i++)
        {
            rest = Math.Max(rest, stream.NextBits() >> (WordBits - bits));
        }

        return known | rest;
    }
}

using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Partial-order sampling: Yuan, Yang and Gu, "Partial order aware concurrency sampling" (2018). Each step that could be taken has a random
/// priority, and the highest is taken. Those that conflict with it (same resource, and one of the two writes) draw again; the others keep what they
/// have. So an order of two steps that cannot matter is not drawn for, and the orders that matter get the more of the chances.
/// </summary>
/// <remarks>
/// It is only as good as what points say of themselves: steps whose resource is unknown conflict with nothing, so they keep the priority
/// that they drew on arrival. The readers of a resource, and its writers, are a set whose members always draw again together, which
/// <see cref="LatePriorities"/> makes cheap; so a decision takes time logarithmic in the number of resources, and little more for many candidates.
/// </remarks>
public sealed class PosStrategy(RandomStream stream) : IStrategy
{
    private readonly List<LatePriorities> _sets = [];
    private readonly Dictionary<ulong, int> _readersOf = [];
    private readonly Tournament _tournament = new();
    private readonly List<int> _changed = [];
    private Newcomers _newcomers;
    private int _held;

    /// <inheritdoc/>
    public string Name => "pos";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        Clear();
        _readersOf.Clear();
        _newcomers.Clear();
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var first = _newcomers.First(decision);
        if (first == 0)
        {
            Clear();
        }

        for (var i = first; i < decision.Count; i++)
        {
            Add(decision.Resumption(i));
        }

        foreach (var set in _changed)
        {
            _tournament.Enter(set, _sets[set].Highest);
        }

        _changed.Clear();
        var chosen = Take(_tournament.Winner);
        _newcomers.Take(decision, chosen);
        return chosen;
    }

    private int Take(int set)
    {
        var chosen = _sets[set].First;
        _sets[set].RemoveFirst();
        _held--;
        _changed.Add(set);
        if (chosen.Resource.Key != Resource.None.Key)
        {
            // A read conflicts with the writes, a write with everything.
            _sets[set | 1].Redraw();
            _changed.Add(set ^ 1);
            if ((set & 1) != 0)
            {
                _sets[set ^ 1].Redraw();
            }
        }

        return chosen.Index;
    }

    private void Add(Resumption resumption)
    {
        var set = ReadersOf(resumption.Resource.Key) | (resumption.Access == Access.Write ? 1 : 0);
        _sets[set].Add(resumption);
        _held++;
        _changed.Add(set);
    }

    // The number of the set of its readers, which is even; its writers have the next one.
    private int ReadersOf(ulong resource)
    {
        if (_readersOf.TryGetValue(resource, out var set))
        {
            return set;
        }

        set = _readersOf.Count * 2;
        _readersOf.Add(resource, set);
        if (set == _sets.Count)
        {
            _sets.Add(new LatePriorities(stream));
            _sets.Add(new LatePriorities(stream));
        }

        return set;
    }

    private void Clear()
    {
        if (_held > 0)
        {
            for (var set = 0; set < _readersOf.Count * 2; set++)
            {
                _sets[set].Clear();
                _changed.Add(set);
            }
        }

        _held = 0;
    }
}

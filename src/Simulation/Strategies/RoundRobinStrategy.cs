using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Takes the candidate that has waited longest, so that tasks take turns: the fairest schedule, in which nothing starves and every spinning
/// task sees the others make progress. A decision takes constant time, however many candidates there are.
/// </summary>
public sealed class RoundRobinStrategy : IStrategy
{
    // A ring: the one that has waited longest is at the head.
    private Resumption[] _queue = new Resumption[16];
    private Newcomers _newcomers;
    private int _head;
    private int _count;

    /// <inheritdoc/>
    public string Name => "round-robin";

    /// <inheritdoc/>
    public void Begin(int incarnation) => _newcomers.Clear();

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var first = _newcomers.First(decision);
        if (first == 0)
        {
            _count = 0;
        }

        for (var i = first; i < decision.Count; i++)
        {
            Add(decision.Resumption(i));
        }

        if (first == 0)
        {
            Sort();
        }

        var chosen = _queue[_head].Index;
        _head = (_head + 1) & (_queue.Length - 1);
        _count--;
        _newcomers.Take(decision, chosen);
        return chosen;
    }

    private void Add(Resumption resumption)
    {
        if (_count == _queue.Length)
        {
            var grown = new Resumption[_count * 2];
            for (var i = 0; i < _count; i++)
            {
                grown[i] = _queue[(_head + i) & (_count - 1)];
            }

            (_queue, _head) = (grown, 0);
        }

        ref var slot = ref _queue[(_head + _count++) & (_queue.Length - 1)];
        if (slot != resumption)
        {
            slot = resumption;
        }
    }

    private void Sort()
    {
        var sorted = new Resumption[_queue.Length];
        for (var i = 0; i < _count; i++)
        {
            sorted[i] = _queue[(_head + i) & (_queue.Length - 1)];
        }

        Array.Sort(sorted, 0, _count, Comparer<Resumption>.Create((left, right) => left.Arrival.CompareTo(right.Arrival)));
        (_queue, _head) = (sorted, 0);
    }
}

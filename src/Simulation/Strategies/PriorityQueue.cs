using Sim.Runtime.Randomness;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Candidates by the priority of their tasks, the highest first: a binary heap. Candidates of one task come in an order that is a matter of chance,
/// since they are plain code with several flows of control, which nothing tells apart.
/// </summary>
internal sealed class PriorityQueue
{
    private Entry[] _heap = new Entry[16];

    /// <summary>What decides between candidates of one task.</summary>
    public ulong Salt { get; set; }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The first of all; there must be one.</summary>
    public Resumption First => _heap[0].Resumption;

    /// <summary>The priority of the first of all; there must be one.</summary>
    public ulong Highest => _heap[0].Priority;

    /// <summary>One of them, in no order.</summary>
    public Resumption this[int index] => _heap[index].Resumption;

    /// <summary>Takes all out.</summary>
    public void Clear() => Count = 0;

    /// <summary>Puts one in.</summary>
    public void Add(Resumption resumption, ulong priority)
    {
        if (Count == _heap.Length)
        {
            Array.Resize(ref _heap, Count * 2);
        }

        var entry = new Entry { Resumption = resumption, Priority = priority, Chance = StableHash.Combine(Salt, (ulong)resumption.Arrival) };
        var hole = Count++;
        while (hole > 0 && entry.IsBefore(_heap[(hole - 1) / 2]))
        {
            _heap[hole] = _heap[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }

        _heap[hole] = entry;
    }

    /// <summary>Takes the first out.</summary>
    public void RemoveFirst()
    {
        var entry = _heap[--Count];
        var hole = 0;
        while (true)
        {
            var child = (hole * 2) + 1;
            if (child >= Count)
            {
                break;
            }

            if (child + 1 < Count && _heap[child + 1].IsBefore(_heap[child]))
            {
                child++;
            }

            if (!_heap[child].IsBefore(entry))
            {
                break;
            }

            _heap[hole] = _heap[child];
            hole = child;
        }

        _heap[hole] = entry;
    }

    private struct Entry
    {
        public Resumption Resumption;
        public ulong Priority;
        public ulong Chance;

        public readonly bool IsBefore(in Entry other) => Priority > other.Priority || (Priority == other.Priority && Chance > other.Chance);
    }
}

using System.Numerics;

namespace Sim.Simulation.Scheduling;

/// <summary>
/// What can run, in an array that a strategy may index, and by task: adding, removing and finding the lowest task take constant time
/// (the last one over a two-level bit set, in practice).
/// </summary>
internal sealed class RunnableSet
{
    private const int WordBits = 64;

    private Resumption[] _items = new Resumption[16];
    private SimulatedTask?[] _byId = new SimulatedTask?[WordBits];
    private ulong[] _tasks = new ulong[1];
    private ulong[] _words = new ulong[1];
    private long _arrivals;

    public int Count { get; private set; }

    public Resumption this[int index] => _items[index];

    public void Add(Resumption resumption)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        resumption.Index = Count;
        resumption.Arrival = _arrivals++;
        _items[Count++] = resumption;

        var task = resumption.Task;
        var last = task.LastRunnable;
        resumption.Previous = last;
        resumption.Next = null;
        task.LastRunnable = resumption;
        if (last is not null)
        {
            last.Next = resumption;
            return;
        }

        task.FirstRunnable = resumption;
        Mark(task);
    }

    public void Remove(Resumption resumption)
    {
        var last = _items[--Count];
        _items[resumption.Index] = last;
        last.Index = resumption.Index;
        _items[Count] = null!;

        var task = resumption.Task;
        var (previous, next) = (resumption.Previous, resumption.Next);
        if (previous is null)
        {
            task.FirstRunnable = next;
        }
        else
        {
            previous.Next = next;
        }

        if (next is null)
        {
            task.LastRunnable = previous;
        }
        else
        {
            next.Previous = previous;
        }

        if (previous is null && next is null)
        {
            Unmark(task);
        }
    }

    /// <summary>The first of the tasks that can run; there must be one.</summary>
    public SimulatedTask LowestTask()
    {
        for (var i = 0; ; i++)
        {
            if (_words[i] != 0)
            {
                var word = (i * WordBits) + BitOperations.TrailingZeroCount(_words[i]);
                return _byId[(word * WordBits) + BitOperations.TrailingZeroCount(_tasks[word])]!;
            }
        }
    }

    private void Mark(SimulatedTask task)
    {
        var (word, bit) = (task.Id / WordBits, task.Id % WordBits);
        if (word >= _tasks.Length)
        {
            Array.Resize(ref _tasks, Math.Max(word + 1, _tasks.Length * 2));
            Array.Resize(ref _words, (_tasks.Length / WordBits) + 1);
            Array.Resize(ref _byId, _tasks.Length * WordBits);
        }

        _byId[task.Id] = task;
        _tasks[word] |= 1UL << bit;
        _words[word / WordBits] |= 1UL << (word % WordBits);
    }

    private void Unmark(SimulatedTask task)
    {
        var (word, bit) = (task.Id / WordBits, task.Id % WordBits);
        _byId[task.Id] = null;
        _tasks[word] &= ~(1UL << bit);
        if (_tasks[word] == 0)
        {
            _words[word / WordBits] &= ~(1UL << (word % WordBits));
        }
    }
}

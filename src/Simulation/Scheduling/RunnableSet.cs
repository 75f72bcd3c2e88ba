using System.Numerics;

namespace Sim.Simulation.Scheduling;

/// <summary>
/// What can run, in an array that a strategy may index, and by task: adding, removing and finding the lowest task take constant time
/// (the last one over a two-level bit set, in practice).
/// </summary>
internal sealed class RunnableSet
{
    private const int WordBits = 64;

    private Slot[] _slots = new Slot[16];
    private SimulatedTask?[] _byId = new SimulatedTask?[WordBits];
    private ulong[] _tasks = new ulong[1];
    private ulong[] _words = new ulong[1];

    public int Count { get; private set; }

    /// <summary>How many resumptions were ever added.</summary>
    public long Arrivals { get; private set; }

    /// <summary>The arrival of the resumption that was removed last.</summary>
    public long LastRemoved { get; private set; }

    public Resumption this[int index] => _slots[index].Resumption;

    /// <summary>Makes a task known; ids follow each other.</summary>
    public void Register(SimulatedTask task)
    {
        if (task.Id >= _byId.Length)
        {
            Array.Resize(ref _byId, _byId.Length * 2);
            Array.Resize(ref _tasks, _byId.Length / WordBits);
            Array.Resize(ref _words, (_tasks.Length / WordBits) + 1);
        }

        _byId[task.Id] = task;
    }

    /// <summary>Lets go of a task that has ended. What its body has left behind may still become runnable, and bring it back.</summary>
    public void Forget(SimulatedTask task)
    {
        task.HasEnded = true;
        if (task.RunnableCount == 0)
        {
            _byId[task.Id] = null;
        }
    }

    public void Add(Resumption resumption)
    {
        var count = Count;
        if (count == _slots.Length)
        {
            Array.Resize(ref _slots, count * 2);
        }

        resumption.Index = count;
        resumption.Arrival = Arrivals++;
        _slots[count].Resumption = resumption;
        Count = count + 1;

        var task = resumption.Task;
        if (task.RunnableCount++ == 0)
        {
            // Nearly always the same object as the last time, and reading is cheaper than writing a reference.
            if (task.First != resumption)
            {
                task.First = resumption;
            }

            Mark(task.Id);
            if (task.HasEnded)
            {
                _byId[task.Id] = task;
            }

            return;
        }

        var last = task.RunnableCount == 2 ? task.First! : task.Last!;
        last.Next = resumption;
        resumption.Previous = last;
        task.Last = resumption;
    }

    public void Remove(Resumption resumption)
    {
        var count = Count - 1;
        Count = count;
        LastRemoved = resumption.Arrival;
        var index = resumption.Index;
        if (index != count)
        {
            var moved = _slots[count].Resumption;
            _slots[index].Resumption = moved;
            moved.Index = index;
        }

        var task = resumption.Task;
        if (--task.RunnableCount == 0)
        {
            Unmark(task.Id);
            if (task.HasEnded)
            {
                _byId[task.Id] = null;
            }

            return;
        }

        var (previous, next) = (resumption.Previous, resumption.Next);
        if (previous is null)
        {
            task.First = next;
        }
        else
        {
            previous.Next = next;
        }

        if (next is null)
        {
            task.Last = previous;
        }
        else
        {
            next.Previous = previous;
        }

        resumption.Previous = null;
        resumption.Next = null;
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

    /// <summary>The first of the tasks that can run, round the ring of ids from this one on; there must be one.</summary>
    public SimulatedTask TaskFrom(int id)
    {
        var word = id / WordBits;
        if (word >= _tasks.Length)
        {
            return LowestTask();
        }

        // The rest of the word that the id is in, then the rest of the words of that word, then whole words of words.
        var rest = _tasks[word] & (ulong.MaxValue << id);
        if (rest == 0)
        {
            var outer = ++word / WordBits;
            if (outer >= _words.Length)
            {
                return LowestTask();
            }

            var words = _words[outer] & (ulong.MaxValue << word);
            while (words == 0)
            {
                if (++outer == _words.Length)
                {
                    return LowestTask();
                }

                words = _words[outer];
            }

            word = (outer * WordBits) + BitOperations.TrailingZeroCount(words);
            rest = _tasks[word];
        }

        return _byId[(word * WordBits) + BitOperations.TrailingZeroCount(rest)]!;
    }

    /// <summary>The resumption of this task that became runnable first; null when it has none.</summary>
    public Resumption? OldestOf(int task) => task < _byId.Length ? _byId[task]?.FirstRunnable : null;

    private void Mark(int task)
    {
        var word = (uint)task / WordBits;
        _tasks[word] |= 1UL << task;
        _words[word / WordBits] |= 1UL << (int)word;
    }

    private void Unmark(int task)
    {
        var word = (uint)task / WordBits;
        if ((_tasks[word] &= ~(1UL << task)) == 0)
        {
            _words[word / WordBits] &= ~(1UL << (int)word);
        }
    }

    // A reference in a struct, because an array of references checks the type of what is put into it each time.
    private struct Slot
    {
        public Resumption Resumption;
    }
}

namespace Sim.Simulation.Strategies;

/// <summary>
/// For each task of a run, how many of certain steps it still has before it by an estimate. A task that is expected to have some, and has outlived
/// that, counts as having one.
/// </summary>
internal sealed class TaskWeights
{
    private Entry[] _entries = new Entry[16];
    private int _count;

    /// <summary>Whether the task has got its estimate.</summary>
    public bool Knows(int task) => task < _count && _entries[task].IsKnown;

    /// <summary>What the task, which must be known, still has before it.</summary>
    public ulong this[int task]
    {
        get
        {
            ref var entry = ref _entries[task];
            return entry.Expected == 0 ? 0 : (ulong)Math.Max(1, entry.Expected - entry.Done);
        }
    }

    /// <summary>Forgets all tasks.</summary>
    public void Clear()
    {
        Array.Clear(_entries, 0, _count);
        _count = 0;
    }

    /// <summary>Gives the task its estimate.</summary>
    public void Expect(int task, long steps)
    {
        if (task >= _count)
        {
            if (task >= _entries.Length)
            {
                Array.Resize(ref _entries, Math.Max(task + 1, _entries.Length * 2));
            }

            _count = task + 1;
        }

        _entries[task] = new Entry { Expected = steps, IsKnown = true };
    }

    /// <summary>The task has taken one of the steps.</summary>
    public void Take(int task) => _entries[task].Done++;

    private struct Entry
    {
        public long Expected;
        public long Done;
        public bool IsKnown;
    }
}

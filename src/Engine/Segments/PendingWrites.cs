using Sim.Engine.Defects;

namespace Sim.Engine.Segments;

/// <summary>
/// The values that have changed since they were last written to disk, by key. A flush captures them by value, writes them, and then reconciles:
/// an entry that was changed again in the meantime stays pending.
/// </summary>
/// <typeparam name="TValue">An immutable value.</typeparam>
internal sealed class PendingWrites<TValue>(DefectSet defects)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Entry> _entries = [];
    private long _stamp;

    /// <summary>True when nothing waits to be written.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count == 0;
            }
        }
    }

    /// <summary>Notes the value under a key, in place of an earlier one.</summary>
    public void Put(long key, TValue value)
    {
        lock (_gate)
        {
            _entries[key] = new Entry(key, value, ++_stamp);
        }
    }

    /// <summary>Forgets the values whose keys pass a test.</summary>
    public void Forget(Func<long, bool> test)
    {
        lock (_gate)
        {
            foreach (var key in _entries.Keys.Where(test).ToArray())
            {
                _entries.Remove(key);
            }
        }
    }

    /// <summary>A copy of all entries, in the order of their keys.</summary>
    public Entry[] Capture()
    {
        lock (_gate)
        {
            var entries = new Entry[_entries.Count];
            _entries.Values.CopyTo(entries, 0);
            Array.Sort(entries, static (left, right) => left.Key.CompareTo(right.Key));
            return entries;
        }
    }

    /// <summary>Forgets the captured entries that are still what they were.</summary>
    public void Reconcile(IReadOnlyList<Entry> written)
    {
        lock (_gate)
        {
            foreach (var entry in written)
            {
                if (_entries.TryGetValue(entry.Key, out var current)
                    && (current.Stamp == entry.Stamp || defects.Has(Defect.ReconcileDropsNewerPending)))
                {
                    _entries.Remove(entry.Key);
                }
            }
        }
    }

    /// <summary>A value under its key.</summary>
    internal readonly record struct Entry(long Key, TValue Value, long Stamp);
}

using Sim.Contracts;
using Sim.Engine.Invariants;
using Sim.Engine.Segments;

namespace Sim.Engine.Holder;

/// <summary>
/// Which segment must be durable before which: a copy-on-write move by an operation writes a point into a destination and deletes it in its
/// source, and the destination must be flushed first (I2). Shared by the tasks of a shard.
/// </summary>
internal sealed class FlushDependencies
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(SegmentId Source, SegmentId Destination), OperationNumber> _moves = [];

    /// <summary>Notes a move.</summary>
    public void Add(SegmentId source, SegmentId destination, OperationNumber operation)
    {
        lock (_gate)
        {
            var key = (source, destination);
            _moves[key] = _moves.TryGetValue(key, out var known) ? OperationNumber.Max(known, operation) : operation;
        }
    }

    /// <summary>True when a move out of one of these segments is not durable yet.</summary>
    public bool HasSourceAmong(Func<SegmentId, bool> isAmong)
    {
        lock (_gate)
        {
            return _moves.Keys.Any(key => isAmong(key.Source));
        }
    }

    /// <summary>Forgets the moves by operations up to this one: both their ends are durable.</summary>
    public void Forget(OperationNumber through)
    {
        lock (_gate)
        {
            foreach (var key in _moves.Where(move => move.Value <= through).Select(move => move.Key).ToArray())
            {
                _moves.Remove(key);
            }
        }
    }

    /// <summary>
    /// A segment has taken the place of another. It has every point that the other had, on disk, so that moves into the other are durable; moves out
    /// of the other become its own. Without a replacement the other had no points, and neither matters any more.
    /// </summary>
    public void Supersede(SegmentId old, SegmentId? replacement)
    {
        lock (_gate)
        {
            foreach (var (key, operation) in _moves.Where(move => move.Key.Source == old || move.Key.Destination == old).ToArray())
            {
                _moves.Remove(key);
                if (key.Source == old && replacement is { } source && key.Destination != source)
                {
                    var moved = (source, key.Destination);
                    _moves[moved] = _moves.TryGetValue(moved, out var known) ? OperationNumber.Max(known, operation) : operation;
                }
            }
        }
    }

    /// <summary>
    /// Orders segments so that each destination comes before its sources; segments that no move joins keep their order. A depth-first topological
    /// sort.
    /// </summary>
    public List<T> Order<T>(IReadOnlyList<T> items, Func<T, SegmentId> idOf)
    {
        lock (_gate)
        {
            var ordered = new List<T>(items.Count);
            if (_moves.Count == 0)
            {
                ordered.AddRange(items);
                return ordered;
            }

            var done = new Dictionary<SegmentId, bool>();
            foreach (var item in items)
            {
                Visit(idOf(item));
            }

            return ordered;

            void Visit(SegmentId id)
            {
                if (done.TryGetValue(id, out var isDone))
                {
                    Invariant.Holds(isDone, "I2", $"segment {id} must be flushed before itself: its moves form a circle");
                    return;
                }

                done[id] = false;
                foreach (var (source, destination) in _moves.Keys)
                {
                    if (source == id)
                    {
                        Visit(destination);
                    }
                }

                done[id] = true;
                foreach (var item in items)
                {
                    if (idOf(item) == id)
                    {
                        ordered.Add(item);
                    }
                }
            }
        }
    }
}

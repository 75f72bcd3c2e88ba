using Sim.Engine.Invariants;
using Sim.Engine.Segments;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Engine.Holder;

/// <summary>
/// The segments of one shard. Who only reads or changes segments holds <see cref="Lock"/> for reading; who changes which segments there are holds it
/// for writing.
/// </summary>
/// <remarks>
/// Lock order, outermost first: the shard's updates mutex; this lock; the slots' locks, non-appendable segments before appendable ones and each
/// class in the order of their numbers. Replacing segments takes this lock upgradable first, then the updates mutex, then upgrades: an
/// operation that holds the mutex needs this lock only for reading, which an upgradable hold lets it have.
/// </remarks>
internal sealed class SegmentHolder
{
    private readonly IRuntime _runtime;
    private readonly string _shardName;
    private readonly SortedDictionary<SegmentId, SegmentSlot> _slots = [];
    private SegmentSlot[] _ordered = [];

    public SegmentHolder(IRuntime runtime, string shardName)
    {
        _runtime = runtime;
        _shardName = shardName;
        Lock = new AsyncReaderWriterLock(runtime, $"{shardName}/holder");
    }

    /// <summary>Guards which segments there are.</summary>
    public AsyncReaderWriterLock Lock { get; }

    /// <summary>
    /// The slots, non-appendable before appendable, each class by number. Needs the lock. A point that moves while a reader walks along this order
    /// moves ahead of the reader, so it is seen once at least.
    /// </summary>
    public ReadOnlySpan<SegmentSlot> Slots => _ordered;

    /// <summary>The number of slots. Needs the lock.</summary>
    public int Count => _ordered.Length;

    /// <summary>The slot at a place of <see cref="Slots"/>. Needs the lock.</summary>
    public SegmentSlot SlotAt(int index) => _ordered[index];

    /// <summary>The slot of this number. Needs the lock.</summary>
    public SegmentSlot Slot(SegmentId id) => _slots[id];

    /// <summary>Adds a segment.</summary>
    public void Add(WriteGuard exclusive, SegmentId id, ISegment segment)
    {
        Check(exclusive);
        _slots.Add(id, new SegmentSlot(_runtime, _shardName, id, segment));
        Order();
    }

    /// <summary>Puts another segment into a slot.</summary>
    public void Replace(WriteGuard exclusive, SegmentId id, ISegment segment)
    {
        Check(exclusive);
        _slots[id].Segment = segment;
        Order();
    }

    /// <summary>Takes a segment out.</summary>
    public void Remove(WriteGuard exclusive, SegmentId id)
    {
        Check(exclusive);
        _slots.Remove(id);
        Order();
    }

    private void Check(WriteGuard exclusive) =>
        Invariant.Holds(exclusive.Covers(Lock), "I9", "segments are exchanged without the holder's lock for writing");

    private void Order()
    {
        // A stable sort: the dictionary gives the slots by number.
        _ordered = [.. _slots.Values.OrderBy(slot => slot.Segment.IsAppendable)];
    }
}

using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Engine.Invariants;

namespace Sim.Engine.Segments;

/// <summary>
/// Which point lies at which offset of a segment, in which version, and whether it is live. Offsets count up from 0 and are never used
/// again. In memory only; the segment that owns it knows how it gets to disk.
/// </summary>
internal sealed class IdTracker
{
    private readonly Dictionary<PointId, int> _offsets = [];
    private PointId[] _ids = new PointId[16];
    private OperationNumber[] _versions = new OperationNumber[16];
    private int[]? _sorted;

    /// <summary>The number of offsets given, live or not; the next offset.</summary>
    public int Total { get; private set; }

    /// <summary>The number of live points.</summary>
    public int LiveCount => _offsets.Count;

    /// <summary>Which offsets are dead.</summary>
    public DeletedMask Deleted { get; } = new();

    public bool TryGetOffset(PointId id, out int offset) => _offsets.TryGetValue(id, out offset);

    public PointId IdAt(int offset) => _ids[offset];

    /// <summary>The version of the point at an offset; <see cref="OperationNumber.None"/> when nothing has said one.</summary>
    public OperationNumber VersionAt(int offset) => _versions[offset];

    public void SetVersion(int offset, OperationNumber version) => _versions[offset] = version;

    /// <summary>Puts a point that the segment does not have at the next offset.</summary>
    public int Link(PointId id)
    {
        var offset = Total;
        LinkAt(id, offset);
        return offset;
    }

    /// <summary>Puts a point at an offset at or beyond the end; the offsets between stay dead.</summary>
    public void LinkAt(PointId id, int offset)
    {
        Invariant.Holds(offset >= Total, "I7", $"offset {offset} is given a second time");
        Reserve(offset + 1);
        Invariant.Holds(_offsets.TryAdd(id, offset), "I7", $"point {id} is linked twice in one segment");
        _ids[offset] = id;
        Deleted.Set(offset, deleted: false);
        _sorted = null;
    }

    /// <summary>Makes the offset of a live point dead and returns it.</summary>
    public int Unlink(PointId id)
    {
        var wasLive = _offsets.Remove(id, out var offset);
        Invariant.Holds(wasLive, "I7", $"point {id} is unlinked from a segment that does not have it");
        Deleted.Set(offset, deleted: true);
        _versions[offset] = OperationNumber.None;
        return offset;
    }

    /// <summary>Gives all offsets below <paramref name="total"/>; new ones are dead.</summary>
    public void Reserve(int total)
    {
        if (total <= Total)
        {
            return;
        }

        if (total > _ids.Length)
        {
            var capacity = Math.Max(total, _ids.Length * 2);
            Array.Resize(ref _ids, capacity);
            Array.Resize(ref _versions, capacity);
        }

        Total = total;
        Deleted.Grow(total, deleted: true);
    }

    /// <summary>
    /// The offsets in the order of their ids, with dead ones among them, from the first id not below <paramref name="from"/> on. Valid until the
    /// next link.
    /// </summary>
    /// <remarks>Readers of one segment may race to sort; each makes the same array, and the last one is kept.</remarks>
    public ReadOnlySpan<int> Sorted(PointId? from)
    {
        var sorted = _sorted ??= Sort();
        if (from is not { } id)
        {
            return sorted;
        }

        var low = 0;
        var high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_ids[sorted[middle]] < id)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return sorted.AsSpan(low);
    }

    private int[] Sort()
    {
        var sorted = new int[Total];
        var count = 0;
        for (var offset = 0; offset < Total; offset++)
        {
            if (!Deleted.IsDeleted(offset))
            {
                sorted[count++] = offset;
            }
        }

        var live = sorted.AsSpan(0, count);
        live.Sort((left, right) => _ids[left].CompareTo(_ids[right]));
        return count == sorted.Length ? sorted : live.ToArray();
    }
}

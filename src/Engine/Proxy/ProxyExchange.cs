using Sim.Contracts;
using Sim.Engine.Defects;
using Sim.Engine.Flush;
using Sim.Engine.Holder;
using Sim.Engine.Segments;
using Sim.Engine.Updates;
using Sim.Runtime;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Proxy;

/// <summary>
/// Puts proxies in the places of segments, so that these stand still while operations go on, and gives the segments their places back. The
/// optimizer and snapshots share it; the holder's upgradable lock keeps their exchanges apart.
/// </summary>
internal sealed class ProxyExchange(
    IRuntime runtime,
    SegmentHolder holder,
    FlushDependencies dependencies,
    UpdateProgress progress,
    AsyncMutex updates,
    Flusher flusher,
    Func<AppendableSegment> newAppendable,
    DefectSet defects)
{
    /// <summary>
    /// The holder's upgradable lock, under which <see cref="Install"/> may be called; null when there turns out to be nothing to do. The caller
    /// disposes it.
    /// </summary>
    /// <param name="hasWork">Called under the lock.</param>
    /// <remarks>
    /// A segment that is the source of a move must not become a destination's source again before the move is durable, or the moves would
    /// form a circle that no order of flushing satisfies; so moves out of segments that are appendable (again) are flushed first.
    /// </remarks>
    public async ValueTask<UpgradableGuard?> Enter(Func<bool> hasWork)
    {
        while (true)
        {
            var upgradable = await holder.Lock.UpgradableRead();
            var isNeeded = hasWork();
            if (isNeeded && !dependencies.HasSourceAmong(IsAppendable))
            {
                return upgradable;
            }

            upgradable.Dispose();
            if (!isNeeded)
            {
                return null;
            }

            runtime.Took(EnginePaths.ProxyFlushesMoves);
            await flusher.Run(isForced: false);
        }
    }

    /// <summary>Puts proxies in the places of segments.</summary>
    /// <param name="upgradable">What <see cref="Enter"/> returned.</param>
    /// <param name="segments">The segments; each stands in its own slot.</param>
    /// <param name="prepared">The scheduling point between preparing and publishing.</param>
    /// <param name="frozen">Called when operations stand still and the proxies are in place.</param>
    /// <remarks>
    /// Order, and why: (1) under the upgradable lock, while operations go on, proxies are prepared; (2) under the lock for writing, when
    /// operations stand still, the proxies are frozen and published together with a new appendable segment, if no other is left to take
    /// new points. What a proxy knows of its segment it learns in (2): in between, operations change the segment (I9).
    /// </remarks>
    public async ValueTask<List<ProxySegment>> Install(
        UpgradableGuard upgradable, List<Segment> segments, PointName prepared, Action? frozen = null)
    {
        var unsynced = segments.ConvertAll(segment => new UnsyncedProxySegment(segment, defects));
        await runtime.Point(prepared, holder.Lock.Resource, Access.Write);
        using var exclusive = await upgradable.Upgrade();
        var proxies = new List<ProxySegment>(segments.Count);
        foreach (var candidate in unsynced)
        {
            var proxy = candidate.Freeze(exclusive, holder.Lock);
            proxies.Add(proxy);
            holder.Replace(exclusive, proxy.Wrapped.Id, proxy);
        }

        if (!HasAppendable(except: null))
        {
            var appendable = newAppendable();
            holder.Add(exclusive, appendable.Id, appendable);
        }

        frozen?.Invoke();
        return proxies;
    }

    /// <summary>Gives wrapped segments their places back.</summary>
    /// <param name="upgradable">The holder's lock.</param>
    /// <param name="proxies">The proxies.</param>
    /// <param name="standing">Called when no operation is under way and the segments have not changed yet; null for nothing.</param>
    /// <remarks>
    /// Order, and why: (1) the updates mutex: no operation is under way, so the proxies' notes are complete; (2) the notes are applied to the
    /// segments, under the slots' locks, because reads go on; a read through the proxy sees the same before and after; (3) the segments
    /// take their places under the lock for writing. Invariant: nothing that a proxy noted is lost (I11).
    /// </remarks>
    public async ValueTask Uninstall(UpgradableGuard upgradable, IReadOnlyList<ProxySegment> proxies, Action? standing = null)
    {
        using var noOperation = await LockUpdates();
        standing?.Invoke();
        foreach (var proxy in proxies)
        {
            if (proxy.FirstUnflushable is not null)
            {
                runtime.Took(EnginePaths.ProxyUndoneWithChanges);
            }

            using (await holder.Slot(proxy.Wrapped.Id).Lock.Write())
            {
                if (!defects.Has(Defect.UnwrapProxyWithoutPropagation))
                {
                    proxy.PropagateToWrapped(defects);
                }
            }
        }

        using var exclusive = await upgradable.Upgrade();
        foreach (var proxy in proxies)
        {
            holder.Replace(exclusive, proxy.Wrapped.Id, proxy.Wrapped);
        }

        DropEmptyAppendables(exclusive, progress.Applied);
    }

    /// <summary>Keeps operations away while the notes of proxies are carried over.</summary>
    public async ValueTask<MutexGuard> LockUpdates() =>
        defects.Has(Defect.PropagateWithoutUpdatesLock) ? default : await updates.Lock();

    /// <summary>Takes out appendable segments without points, as long as another is left. Their files, if any, still matter for a while.</summary>
    public void DropEmptyAppendables(WriteGuard exclusive, OperationNumber readyAt)
    {
        foreach (var slot in holder.Slots.ToArray())
        {
            if (slot.Segment is AppendableSegment { LiveCount: 0 } empty && HasAppendable(except: empty.Id))
            {
                holder.Remove(exclusive, empty.Id);
                flusher.Retire(empty.Id, empty, readyAt);
            }
        }
    }

    private bool IsAppendable(SegmentId id)
    {
        foreach (var slot in holder.Slots)
        {
            if (slot.Id == id)
            {
                return slot.Segment.IsAppendable;
            }
        }

        return false;
    }

    private bool HasAppendable(SegmentId? except)
    {
        foreach (var slot in holder.Slots)
        {
            if (slot.Segment.IsAppendable && slot.Id != except)
            {
                return true;
            }
        }

        return false;
    }
}

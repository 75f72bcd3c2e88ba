using Sim.Contracts;
using Sim.Engine.Defects;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Flush;
using Sim.Engine.Holder;
using Sim.Engine.Invariants;
using Sim.Engine.Proxy;
using Sim.Engine.Segments;
using Sim.Engine.Updates;
using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Optimizer;

/// <summary>Replaces segments by one immutable segment while reads and writes go on.</summary>
internal sealed class Optimization
{
    private readonly IRuntime _runtime;
    private readonly SegmentHolder _holder;
    private readonly FlushDependencies _dependencies;
    private readonly UpdateProgress _progress;
    private readonly AsyncMutex _updates;
    private readonly Flusher _flusher;
    private readonly OptimizationPlanner _planner;
    private readonly SegmentBuilder _builder;
    private readonly Func<IndexDefinitions, AppendableSegment> _newAppendable;
    private readonly Func<SegmentId> _newId;
    private readonly string _segmentsDirectory;
    private readonly DefectSet _defects;

    public Optimization(
        IRuntime runtime,
        SegmentHolder holder,
        FlushDependencies dependencies,
        UpdateProgress progress,
        AsyncMutex updates,
        Flusher flusher,
        OptimizationPlanner planner,
        SegmentBuilder builder,
        Func<IndexDefinitions, AppendableSegment> newAppendable,
        Func<SegmentId> newId,
        string segmentsDirectory,
        DefectSet defects)
    {
        _segmentsDirectory = segmentsDirectory;
        _runtime = runtime;
        _holder = holder;
        _dependencies = dependencies;
        _progress = progress;
        _updates = updates;
        _flusher = flusher;
        _planner = planner;
        _builder = builder;
        _newAppendable = newAppendable;
        _newId = newId;
        _defects = defects;
    }

    /// <summary>Does one optimization; false when none is needed.</summary>
    /// <remarks>
    /// Phases: (1) proxies take the places of the inputs, so that these stand still; (2) the new segment is built, without any lock; (3) it is brought up
    /// to date with what the proxies have noted and takes their places. A build that is cancelled or fails is undone: the inputs get their
    /// places back, with what the proxies have noted.
    /// </remarks>
    public async Task<bool> Run(StopSignal stop)
    {
        var proxies = await InstallProxies();
        if (proxies.Count == 0)
        {
            return false;
        }

        var id = _newId();
        ImmutableSegment? built = null;
        try
        {
            built = await _builder.Build(id, [.. proxies.Select(proxy => proxy.Wrapped)], stop);
            await _runtime.Point(EnginePoints.OptimizerBuilt, _holder.Lock.Resource, Access.Write);
            if (built is not null)
            {
                await CatchUp(built, proxies[0]);
            }

            stop.ThrowIfSet();
        }
        catch (Exception error) when (error is OperationCanceledException or StorageException)
        {
            await Undo(proxies, id, built);
            throw;
        }

        await Finish(proxies, built);
        return true;
    }

    /// <summary>Chooses inputs and puts proxies in their places.</summary>
    /// <remarks>
    /// Order, and why: (1) under the upgradable lock, while operations go on, inputs are chosen and proxies prepared; (2) under the lock for writing, when
    /// operations stand still, the proxies are frozen and published together with a new appendable segment, if no other is left to take
    /// new points. What a proxy knows of its segment it learns in (2): in between, operations change the segment (I9).
    /// A segment that is the source of a move must not become a destination's source again before the move is durable, or the moves would
    /// form a circle that no order of flushing satisfies; so moves out of segments that are appendable (again) are flushed first.
    /// </remarks>
    private async ValueTask<List<ProxySegment>> InstallProxies()
    {
        while (true)
        {
            using (var upgradable = await _holder.Lock.UpgradableRead())
            {
                var inputs = _planner.Choose(_holder);
                if (inputs.Count == 0)
                {
                    return [];
                }

                if (!_dependencies.HasSourceAmong(IsAppendable))
                {
                    var unsynced = inputs.ConvertAll(input => new UnsyncedProxySegment(input, _defects));
                    await _runtime.Point(EnginePoints.OptimizerPrepared, _holder.Lock.Resource, Access.Write);
                    using var exclusive = await upgradable.Upgrade();
                    return Publish(exclusive, inputs, unsynced);
                }
            }

            await _flusher.Run(isForced: false);
        }
    }

    private bool IsAppendable(SegmentId id)
    {
        foreach (var slot in _holder.Slots)
        {
            if (slot.Id == id)
            {
                return slot.Segment.IsAppendable;
            }
        }

        return false;
    }

    private List<ProxySegment> Publish(WriteGuard exclusive, List<Segment> inputs, List<UnsyncedProxySegment> unsynced)
    {
        var proxies = new List<ProxySegment>(inputs.Count);
        for (var i = 0; i < inputs.Count; i++)
        {
            var proxy = unsynced[i].Freeze(exclusive, _holder.Lock);
            proxies.Add(proxy);
            _holder.Replace(exclusive, inputs[i].Id, proxy);
        }

        if (!HasAppendable(except: null))
        {
            var appendable = _newAppendable(proxies[0].Definitions);
            _holder.Add(exclusive, appendable.Id, appendable);
        }

        return proxies;
    }

    /// <summary>Makes the indexes that were asked for during the build, as far as they are known: making them takes long, and later nobody can write.</summary>
    private async ValueTask CatchUp(ImmutableSegment built, ProxySegment proxy)
    {
        using (await _holder.Slot(proxy.Wrapped.Id).Lock.Read())
        {
            proxy.PropagateSchemaTo(built);
        }
    }

    /// <summary>Puts the new segment into the place of the proxies.</summary>
    /// <remarks>
    /// Order, and why: (1) the holder upgradable, then the updates mutex: no operation is under way, so the proxies' notes are complete; (2) the notes are
    /// applied to the new segment, each as the operation that made it, so that the segment is dirty by them; (3) the exchange under the lock for
    /// writing. The replaced segments keep their files, and the log what came after them, until a flush has made everything durable that
    /// they might be needed for: points that moved out of them may exist in memory only.
    /// </remarks>
    private async ValueTask Finish(List<ProxySegment> proxies, ImmutableSegment? built)
    {
        using var upgradable = await _holder.Lock.UpgradableRead();
        using var updates = await LockUpdates();
        if (built is not null)
        {
            // Indexes before deletions, as in every segment; every proxy has noted the same of them.
            proxies[0].PropagateSchemaTo(built);
            Invariant.Holds(built.Definitions == proxies[0].Definitions, "I6", $"segment {built.Id} lacks a change of its indexes that was noted");
            foreach (var (id, operation) in proxies.SelectMany(proxy => proxy.Deletions))
            {
                built.Delete(id, _defects.Has(Defect.PropagateDeletesAtSegmentVersion) ? built.Version : operation);
            }
        }

        using var exclusive = await upgradable.Upgrade();
        var readyAt = _defects.Has(Defect.RetireAtOptimizedVersionOnly) && built is not null ? built.Version : _progress.Applied;
        foreach (var proxy in proxies)
        {
            _holder.Remove(exclusive, proxy.Wrapped.Id);
            if (_defects.Has(Defect.DropSourcesAtSwap))
            {
                await SegmentDirectories.Destroy(_runtime.Files, _segmentsDirectory, proxy.Wrapped.Id);
            }
            else
            {
                _flusher.Retire(proxy.Wrapped.Id, proxy.Wrapped, readyAt);
            }

            _dependencies.Supersede(proxy.Wrapped.Id, built?.Id);
        }

        if (built is not null)
        {
            _holder.Add(exclusive, built.Id, built);
        }

        DropEmptyAppendables(exclusive, readyAt);
        await _runtime.Point(EnginePoints.OptimizerSwapped, _holder.Lock.Resource, Access.Write);
    }

    /// <summary>Gives the inputs their places back.</summary>
    /// <remarks>
    /// Order, and why: (1) the holder upgradable, then the updates mutex: no operation is under way, so the proxies' notes are complete; (2) what was
    /// built, whole or in part, is retired before the inputs may change again: from then on it is out of date, and the log must keep what
    /// makes it so until its files are gone; (3) the proxies' notes are applied to the inputs, under the slots' locks, because reads go on; a read
    /// through the proxy sees the same before and after; (4) the inputs take their places under the lock for writing.
    /// Invariant: nothing that a proxy noted is lost (I11).
    /// </remarks>
    private async ValueTask Undo(List<ProxySegment> proxies, SegmentId id, ImmutableSegment? built)
    {
        using var upgradable = await _holder.Lock.UpgradableRead();
        using var updates = await LockUpdates();
        if (!_defects.Has(Defect.LeaveCancelledOptimizedSegment))
        {
            _flusher.Retire(id, built, OperationNumber.None);
        }

        foreach (var proxy in proxies)
        {
            using (await _holder.Slot(proxy.Wrapped.Id).Lock.Write())
            {
                if (!_defects.Has(Defect.UnwrapProxyWithoutPropagation))
                {
                    proxy.PropagateToWrapped(_defects);
                }
            }
        }

        using var exclusive = await upgradable.Upgrade();
        foreach (var proxy in proxies)
        {
            _holder.Replace(exclusive, proxy.Wrapped.Id, proxy.Wrapped);
        }

        DropEmptyAppendables(exclusive, _progress.Applied);
    }

    private async ValueTask<MutexGuard> LockUpdates() =>
        _defects.Has(Defect.PropagateWithoutUpdatesLock) ? default : await _updates.Lock();

    /// <summary>Takes out appendable segments without points, as long as another is left. Their files, if any, still matter for a while.</summary>
    private void DropEmptyAppendables(WriteGuard exclusive, OperationNumber readyAt)
    {
        foreach (var slot in _holder.Slots.ToArray())
        {
            if (slot.Segment is AppendableSegment { LiveCount: 0 } empty && HasAppendable(except: empty.Id))
            {
                _holder.Remove(exclusive, empty.Id);
                _flusher.Retire(empty.Id, empty, readyAt);
            }
        }
    }

    private bool HasAppendable(SegmentId? except)
    {
        foreach (var slot in _holder.Slots)
        {
            if (slot.Segment.IsAppendable && slot.Id != except)
            {
                return true;
            }
        }

        return false;
    }
}

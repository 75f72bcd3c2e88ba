using Sim.Contracts;
using Sim.Engine.Defects;
using Sim.Engine.Flush;
using Sim.Engine.Holder;
using Sim.Engine.Invariants;
using Sim.Engine.Proxy;
using Sim.Engine.Segments;
using Sim.Engine.Updates;
using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Optimizer;

/// <summary>Replaces segments by one immutable segment while reads and writes go on.</summary>
internal sealed class Optimization
{
    private readonly IRuntime _runtime;
    private readonly SegmentHolder _holder;
    private readonly FlushDependencies _dependencies;
    private readonly UpdateProgress _progress;
    private readonly Flusher _flusher;
    private readonly ProxyExchange _exchange;
    private readonly OptimizationPlanner _planner;
    private readonly SegmentBuilder _builder;
    private readonly Func<SegmentId> _newId;
    private readonly string _segmentsDirectory;
    private readonly DefectSet _defects;

    public Optimization(
        IRuntime runtime,
        SegmentHolder holder,
        FlushDependencies dependencies,
        UpdateProgress progress,
        Flusher flusher,
        ProxyExchange exchange,
        OptimizationPlanner planner,
        SegmentBuilder builder,
        Func<SegmentId> newId,
        string segmentsDirectory,
        DefectSet defects)
    {
        _segmentsDirectory = segmentsDirectory;
        _runtime = runtime;
        _holder = holder;
        _dependencies = dependencies;
        _progress = progress;
        _flusher = flusher;
        _exchange = exchange;
        _planner = planner;
        _builder = builder;
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
            _runtime.Took(EnginePaths.OptimizerCancelled);
            await Undo(proxies, id, built);
            throw;
        }

        await Finish(proxies, built);
        return true;
    }

    /// <summary>Chooses inputs and puts proxies in their places, both under one hold of the lock: nobody else may choose the same.</summary>
    private async ValueTask<List<ProxySegment>> InstallProxies()
    {
        List<Segment> inputs = [];
        var reason = EnginePaths.OptimizerIndexes;
        using var upgradable = await _exchange.Enter(() => (inputs = _planner.Choose(_holder, out reason)).Count > 0);
        if (upgradable is not null)
        {
            _runtime.Took(reason);
        }

        return upgradable is null ? [] : await _exchange.Install(upgradable, inputs, EnginePoints.OptimizerPrepared);
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
        using var updates = await _exchange.LockUpdates();
        if (built is null)
        {
            _runtime.Took(EnginePaths.OptimizerNothingLeft);
        }
        else
        {
            // Indexes before deletions, as in every segment; every proxy has noted the same of them.
            proxies[0].PropagateSchemaTo(built);
            Invariant.Holds(built.Definitions == proxies[0].Definitions, "I6", $"segment {built.Id} lacks a change of its indexes that was noted");
            foreach (var (id, operation) in proxies.SelectMany(proxy => proxy.Deletions))
            {
                _runtime.Took(EnginePaths.OptimizerCarriesDeletions);
                built.Delete(id, _defects.Has(Defect.PropagateDeletesAtSegmentVersion) ? built.Version : operation);
            }
        }

        using var exclusive = await upgradable.Upgrade();
        var readyAt = _defects.Has(Defect.RetireAtOptimizedVersionOnly) ? OperationNumber.None : _progress.Applied;
        foreach (var proxy in proxies)
        {
            _holder.Remove(exclusive, proxy.Wrapped.Id);
            if (_defects.Has(Defect.DropSourcesAtSwap))
            {
                proxy.Wrapped.Close();
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

        _exchange.DropEmptyAppendables(exclusive, readyAt);
        await _runtime.Point(EnginePoints.OptimizerSwapped, _holder.Lock.Resource, Access.Write);
    }

    /// <summary>Gives the inputs their places back.</summary>
    /// <remarks>
    /// What was built, whole or in part, is retired before the inputs may change again: from then on it is out of date, and the log must keep what
    /// makes it so until its files are gone. The rest is <see cref="ProxyExchange.Uninstall"/>.
    /// </remarks>
    private async ValueTask Undo(List<ProxySegment> proxies, SegmentId id, ImmutableSegment? built)
    {
        using var upgradable = await _holder.Lock.UpgradableRead();
        await _exchange.Uninstall(upgradable, proxies, () =>
        {
            if (_defects.Has(Defect.LeaveCancelledOptimizedSegment))
            {
                built?.Close();
            }
            else
            {
                _flusher.Retire(id, built, OperationNumber.None);
            }
        });
    }
}

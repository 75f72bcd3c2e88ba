using Sim.Engine.Defects;
using Sim.Engine.Flush;
using Sim.Engine.Optimizer;
using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Locks;

namespace Sim.Engine.Shards;

/// <summary>The tasks of a shard that optimize and flush by themselves, from their start to their stop.</summary>
internal sealed class BackgroundWork
{
    private readonly AsyncEvent _changed;
    private readonly AsyncEvent _stopFlushing;
    private readonly StopSignal _stopping = new();
    private readonly DefectSet _defects;
    private readonly TaskHealth _optimizing = new();
    private readonly TaskHealth _flushing = new();
    private readonly Task[] _tasks;

    /// <summary>The last error of one of the tasks that no later success has made good; that of the flush first.</summary>
    public StorageException? Failure => _flushing.Failure ?? _optimizing.Failure;

    /// <summary>Starts the tasks. The first thing the optimizer does is to look.</summary>
    public BackgroundWork(
        IRuntime runtime, string shardName, Optimization optimization, Flusher flusher, TimeSpan flushInterval, DefectSet defects)
    {
        _defects = defects;
        _changed = new AsyncEvent(runtime, $"{shardName}/changed");
        _stopFlushing = new AsyncEvent(runtime, $"{shardName}/stop-flushing");
        var optimizer = new OptimizerWorker(optimization, _changed, _stopping, _optimizing);
        _changed.Set();
        _tasks =
        [
            runtime.Start($"{shardName}/optimize", optimizer.Run),
            runtime.Start($"{shardName}/flush", new FlushWorker(flusher, _stopFlushing, flushInterval, _flushing).Run),
        ];
    }

    /// <summary>The segments have changed: wakes the optimizer. The event remembers it if the optimizer is busy.</summary>
    public void NoteChange()
    {
        if (_defects.Has(Defect.OptimizerLostWakeup) && !_changed.IsAwaited)
        {
            return;
        }

        _changed.Set();
    }

    /// <summary>Stops the tasks and returns when they have ended. An optimization under way is undone.</summary>
    public async Task Stop()
    {
        _stopping.Set();
        _changed.Close();
        _stopFlushing.Close();
        foreach (var task in _tasks)
        {
            await task;
        }
    }
}

using Sim.Contracts;
using Sim.Engine.Defects;
using Sim.Engine.Holder;
using Sim.Engine.Proxy;
using Sim.Engine.Segments;
using Sim.Engine.Shards;
using Sim.Engine.Updates;
using Sim.Engine.Wal;
using Sim.Runtime;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Flush;

/// <summary>Brings the segments of a shard to disk, one pass at a time, and gives up the part of the log that is not needed any more.</summary>
internal sealed class Flusher
{
    private readonly IRuntime _runtime;
    private readonly SegmentHolder _holder;
    private readonly FlushDependencies _dependencies;
    private readonly WriteAheadLog _wal;
    private readonly UpdateProgress _progress;
    private readonly ShardSchema _schema;
    private readonly SegmentManifest _manifest;
    private readonly string _segmentsDirectory;
    private readonly string _shardName;
    private readonly DefectSet _defects;
    private readonly AsyncMutex _pass;
    private readonly Resource _resource;
    private readonly Lock _gate = new();
    private readonly List<RetiredSegment> _retired = [];
    private readonly List<LogPin> _pins = [];
    private OperationNumber _durableThrough;

    public Flusher(
        IRuntime runtime,
        SegmentHolder holder,
        FlushDependencies dependencies,
        WriteAheadLog wal,
        UpdateProgress progress,
        ShardSchema schema,
        SegmentManifest manifest,
        string segmentsDirectory,
        string shardName,
        DefectSet defects)
    {
        _runtime = runtime;
        _holder = holder;
        _dependencies = dependencies;
        _wal = wal;
        _progress = progress;
        _schema = schema;
        _manifest = manifest;
        _segmentsDirectory = segmentsDirectory;
        _shardName = shardName;
        _defects = defects;
        _pass = new AsyncMutex(runtime, $"{shardName}/flush");
        _resource = _pass.Resource;
    }

    /// <summary>
    /// One pass: everything that had been applied when it captured the segments is durable once this returns. After a failure some of it may be;
    /// the next pass tries again.
    /// </summary>
    /// <param name="isForced">True to write also the segments that no operation has changed, after a repair.</param>
    /// <remarks>
    /// Order, and why:
    /// (1) All segments are locked for reading, in the order in which everybody locks them, and all are captured before any is written: the pass is
    /// one cut through time. An operation under way is not claimed.
    /// (2) The log is flushed up to what the cut contains: no segment may be ahead of the log, or a crash would leave a hole (I1).
    /// What new segments begin with follows the log and comes before it is given up, for the same reasons.
    /// (3) The segments are written one after the other, destinations of moves before their sources (I2). A crash between two leaves a move's
    /// point twice, and loading keeps the newer.
    /// (4) The segments that there are now are put on the list of those that must be there, and those that leave it (5) are destroyed: what is on the list
    /// has a state and keeps it. (6) The log is given up to where everything is durable and no file that still exists would need it (I4); from then on
    /// the segments on the list cannot be made again.
    /// </remarks>
    public async Task Run(bool isForced)
    {
        using (await _pass.Lock())
        {
            var (flushes, schema, touched, claim, through) =
                _defects.Has(Defect.FlushLocksSegmentsOneByOne) ? await FlushOneByOne(int.MaxValue, isForced) : await Capture(isForced);
            await _wal.FlushThrough(touched);
            await _schema.Write(schema);
            await Execute(flushes);
            await _runtime.Point(EnginePoints.FlushDone, _resource, Access.Write);
            lock (_gate)
            {
                _durableThrough = OperationNumber.Max(_durableThrough, through);
            }

            _dependencies.Forget(claim);
            var ready = ReadyToDestroy();
            await _manifest.Update(await SegmentsWithState());
            await Destroy(ready);
            await _wal.Acknowledge(KeepLogAfter());
        }
    }

    /// <summary>How <see cref="Defect.IndexBuildFlushesSegmentAlone"/> flushed: the first segment, by itself.</summary>
    public async Task RunFirstAlone()
    {
        using (await _pass.Lock())
        {
            await FlushOneByOne(segments: 1, isForced: false);
        }
    }

    /// <summary>
    /// Takes over a segment that has left the holder, or was built and will not enter it: its files are destroyed by the first pass after which
    /// nothing needs them. To be called before operations go on without the segment.
    /// </summary>
    /// <param name="id">The segment's number.</param>
    /// <param name="segment">The segment; null when it was never opened.</param>
    /// <param name="readyAt">The last operation whose effect may so far be durable in this segment alone.</param>
    public void Retire(SegmentId id, Segment? segment, OperationNumber readyAt)
    {
        lock (_gate)
        {
            _retired.Add(new RetiredSegment(id, segment, readyAt, _durableThrough));
        }
    }

    /// <summary>Closes the files of the segments taken over that no pass has destroyed. To be called when there will be no further pass.</summary>
    public void CloseRetired()
    {
        lock (_gate)
        {
            foreach (var retired in _retired)
            {
                retired.Segment?.Close();
            }
        }
    }

    /// <summary>Keeps the log after an operation from being given up, until the pin is disposed. To be called while operations stand still.</summary>
    public LogPin PinLog(OperationNumber after)
    {
        var pin = new LogPin(after, Unpin);
        lock (_gate)
        {
            _pins.Add(pin);
        }

        return pin;
    }

    private void Unpin(LogPin pin)
    {
        lock (_gate)
        {
            _pins.Remove(pin);
        }
    }

    private async ValueTask<(List<SegmentFlush> Flushes, ShardSchema.State Schema, OperationNumber Touched, OperationNumber Claim, OperationNumber Through)> Capture(bool isForced)
    {
        using (await _holder.Lock.Read())
        {
            var guards = new List<ReadGuard>(_holder.Count);
            try
            {
                for (var i = 0; i < _holder.Count; i++)
                {
                    var place = _defects.Has(Defect.FlushLocksAppendableFirst) ? _holder.Count - 1 - i : i;
                    guards.Add(await _holder.SlotAt(place).Lock.Read());
                }

                await _runtime.Point(EnginePoints.FlushCapture, _resource, Access.Read);
                var claim = _defects.Has(Defect.FlushClaimsInFlightOperation) ? _progress.Touched : _progress.Applied;
                var through = claim;
                var captured = new List<SegmentFlush>();
                foreach (var slot in _holder.Slots)
                {
                    if (slot.Segment.FirstUnflushable is { } first && first <= through)
                    {
                        through = first.Previous;
                    }

                    if (slot.Segment.CaptureFlush(claim, isForced) is { } flush)
                    {
                        captured.Add(_defects.Has(Defect.CaptureFlushersLazily) ? new LazyFlush(slot.Segment, flush, isForced) : flush);
                    }
                }

                return (Order(captured), _schema.Capture(), _progress.Touched, claim, through);
            }
            finally
            {
                foreach (var guard in guards)
                {
                    guard.Dispose();
                }
            }
        }
    }

    private List<SegmentFlush> Order(List<SegmentFlush> captured)
    {
        if (_defects.Has(Defect.FlushOrderStaticInsteadOfTopological))
        {
            return [.. captured.OrderByDescending(flush => flush.Segment.IsAppendable)];
        }

        if (_defects.Has(Defect.FlushOrderUsesProxyFlag))
        {
            return [.. captured.OrderByDescending(flush => _holder.Slot(flush.Segment.Id).Segment.IsAppendable)];
        }

        return _dependencies.Order(captured, flush => flush.Segment.Id);
    }

    /// <summary>How <see cref="Defect.FlushLocksSegmentsOneByOne"/> flushed: each segment is captured and written by itself.</summary>
    private async ValueTask<(List<SegmentFlush> Flushes, ShardSchema.State Schema, OperationNumber Touched, OperationNumber Claim, OperationNumber Through)> FlushOneByOne(
        int segments, bool isForced)
    {
        using (await _holder.Lock.Read())
        {
            var through = _progress.Applied;
            var claim = through;
            var schema = _schema.Capture();
            for (var i = 0; i < Math.Min(segments, _holder.Count); i++)
            {
                var slot = _holder.SlotAt(i);
                SegmentFlush? flush;
                using (await slot.Lock.Read())
                {
                    through = slot.Segment.FirstUnflushable is { } first ? OperationNumber.Min(through, first.Previous) : through;
                    flush = slot.Segment.CaptureFlush(_progress.Applied, isForced);
                }

                if (flush is not null)
                {
                    await _wal.FlushThrough(_progress.Touched);
                    await Execute([flush]);
                }
            }

            return ([], schema, claim, claim, through);
        }
    }

    private async ValueTask Execute(List<SegmentFlush> flushes)
    {
        if (_defects.Has(Defect.FlushSegmentsConcurrently))
        {
            await Task.WhenAll(
                flushes.Select(flush => _runtime.Start($"{_shardName}/flush-segment-{flush.Segment.Id}", () => flush.Execute().AsTask())));
            return;
        }

        foreach (var flush in flushes)
        {
            if (flush.Path is { } path)
            {
                _runtime.Took(path);
            }

            await flush.Execute();
            await _runtime.Point(EnginePoints.FlushNext, _resource, Access.Write);
        }
    }

    // To be asked before the holder is: a segment that is retired in between is still on the list, and is destroyed by the next pass.
    private RetiredSegment[] ReadyToDestroy()
    {
        lock (_gate)
        {
            return [.. _retired.Where(retired => retired.ReadyAt <= _durableThrough)];
        }
    }

    private async ValueTask<ValueList<SegmentId>> SegmentsWithState()
    {
        using (await _holder.Lock.Read())
        {
            var segments = new SortedSet<SegmentId>();
            foreach (var slot in _holder.Slots)
            {
                if ((slot.Segment as Segment ?? (slot.Segment as ProxySegment)?.Wrapped) is { HasState: true })
                {
                    segments.Add(slot.Id);
                }
            }

            return ValueList.From(segments);
        }
    }

    private async ValueTask Destroy(RetiredSegment[] ready)
    {
        foreach (var retired in ready)
        {
            _runtime.Took(EnginePaths.FlushDestroys);
            retired.Segment?.Close();
            await SegmentDirectories.Destroy(_runtime.Files, _segmentsDirectory, retired.Id);
            lock (_gate)
            {
                _retired.Remove(retired);
            }
        }
    }

    private OperationNumber KeepLogAfter()
    {
        lock (_gate)
        {
            var number = _durableThrough;
            foreach (var retired in _retired)
            {
                number = OperationNumber.Min(number, retired.Pin);
            }

            foreach (var pin in _pins)
            {
                number = OperationNumber.Min(number, pin.After);
            }

            return number;
        }
    }
}

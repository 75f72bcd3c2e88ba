using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Engine.Defects;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Flush;
using Sim.Engine.Holder;
using Sim.Engine.Invariants;
using Sim.Engine.Optimizer;
using Sim.Engine.Proxy;
using Sim.Engine.Recovery;
using Sim.Engine.Search;
using Sim.Engine.Segments;
using Sim.Engine.Snapshots;
using Sim.Engine.Updates;
using Sim.Engine.Wal;
using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Shards;

/// <summary>
/// One shard: its log, its segments, and the three tasks that apply operations, flush, and optimize. Operations of a shard are numbered, logged and applied
/// one after the other.
/// </summary>
internal sealed class Shard
{
    private readonly IRuntime _runtime;
    private readonly string _name;
    private readonly string _directory;
    private readonly string _segmentsDirectory;
    private readonly DefectSet _defects;
    private readonly WriteAheadLog _wal;
    private readonly GroupCommit _commit;
    private readonly ShardSchema _schema;
    private readonly SegmentHolder _holder;
    private readonly FlushDependencies _dependencies = new();
    private readonly UpdateProgress _progress = new();
    private readonly AsyncReaderWriterLock _fence;
    private readonly AsyncMutex _append;
    private readonly AsyncMutex _updates;
    private readonly BoundedQueue<QueuedUpdate> _queue;
    private readonly AsyncMutex _background;
    private readonly UpdateApplier _applier;
    private readonly Flusher _flusher;
    private readonly ProxyExchange _exchange;
    private readonly Lock _segmentNumbers = new();
    private readonly SegmentManifest _manifest;
    private CollectionOptions _options;
    private SegmentId _lastSegment;
    private Task? _updateWorker;
    private BackgroundWork? _backgroundWork;

    /// <summary>The indexes that there are after every operation in the log.</summary>
    public IndexDefinitions Indexes { get; private set; } = IndexDefinitions.None;

    private Shard(
        IRuntime runtime, string directory, int index, ShardSchema schema, CollectionOptions options, DefectSet defects, WriteAheadLog wal)
    {
        _runtime = runtime;
        _name = string.Create(CultureInfo.InvariantCulture, $"{options.Name}shard-{index}");
        _directory = directory;
        _segmentsDirectory = $"{directory}/segments";
        _schema = schema;
        _options = options;
        _background = new AsyncMutex(runtime, $"{_name}/background");
        _defects = defects;
        _wal = wal;
        _commit = new GroupCommit(runtime, wal, _name);
        _holder = new SegmentHolder(runtime, _name);
        _fence = new AsyncReaderWriterLock(runtime, $"{_name}/fence");
        _append = new AsyncMutex(runtime, $"{_name}/append");
        _updates = new AsyncMutex(runtime, $"{_name}/updates");
        _queue = new BoundedQueue<QueuedUpdate>(runtime, $"{_name}/queue", options.QueueCapacity);
        _applier = new UpdateApplier(runtime, _holder, _dependencies, _progress, _updates, schema, options.UpdateChunk, defects);
        _manifest = new SegmentManifest(runtime.Files, directory);
        _flusher = new Flusher(runtime, _holder, _dependencies, wal, _progress, schema, _manifest, _segmentsDirectory, _name, defects);
        _exchange = new ProxyExchange(runtime, _holder, _dependencies, _progress, _updates, _flusher, NewAppendable, defects);
    }

    /// <summary>Opens the shard in this directory, or creates it, recovers what a crash has left, and starts its tasks.</summary>
    /// <remarks>
    /// Order, and why: (1) the log is opened first; it says which operations may still be missing from the segments. (2) The segments are loaded.
    /// (3) The log is replayed whole before anybody can read, so that nothing acknowledged is missing for a moment; operations see to every copy
    /// of the points they touch, and then older copies of the others are dropped. (4) A forced flush makes the repairs durable before the log may be given up: dropping an older copy is not an operation and would
    /// not be redone by one.
    /// </remarks>
    public static async Task<Shard> Open(
        IRuntime runtime, string directory, int index, CollectionSchema schema, CollectionOptions options, DefectSet defects)
    {
        var files = runtime.Files;
        await files.CreateDirectory(directory);
        var logged = new List<LoggedOperation>();
        var wal = await WriteAheadLog.Open(runtime, $"{directory}/wal", options.WalSegmentBytes, logged);
        if (!defects.Has(Defect.WalStoresFilters) && logged.Exists(entry => entry.Unsettled is not null))
        {
            throw new StorageException(StorageError.Damaged, $"{directory}/wal", "an operation was logged with its condition unsettled");
        }

        var shardSchema = await ShardSchema.Load(files, directory, schema.Vectors);
        if (shardSchema.Capture().Version > wal.Last)
        {
            throw new StorageException(
                StorageError.Damaged,
                directory,
                $"the vectors and indexes are those after operation {shardSchema.Capture().Version}, but the log ends with operation {wal.Last}: a part of the log is missing");
        }

        var shard = new Shard(runtime, directory, index, shardSchema, options, defects, wal);
        await files.CreateDirectory(shard._segmentsDirectory);
        await files.FlushDirectory(directory);
        await shard.LoadSegments();
        if (defects.Has(Defect.ServeBeforeReplayDone))
        {
            _ = runtime.Start($"{shard._name}/replay", () => shard.ReplayLate(logged));
            return shard;
        }

        await shard.Replay(logged);
        await shard._flusher.Run(isForced: true);
        shard.StartWorkers();
        return shard;
    }

    /// <summary>
    /// Logs an operation. Returns where it is and what to wait for before it is answered; null when there is nothing to do, and so nothing to log. Throws
    /// <see cref="ObjectDisposedException"/> when the shard is closed.
    /// </summary>
    public async ValueTask<Submission?> Submit(Operation operation, bool wait)
    {
        if (operation is not (ByFilter or UpsertPoints { Mode: not UpsertMode.Upsert }))
        {
            using (await _fence.Read())
            {
                return await Log(operation, wait);
            }
        }

        // A condition is settled on the state after every operation logged before, and nothing may be logged in between: the fence keeps others
        // from logging, the mark is reached when what they have logged is applied.
        using (await _fence.Write())
        {
            var mark = new AsyncResult<OperationNumber>(_runtime, $"{_name}/settled");
            ObjectDisposedException.ThrowIf(!await _queue.Enqueue(new QueuedUpdate(_wal.Last, Operation: null, mark, CommitWindow: null)), this);
            await mark.Wait();
            return await Settle(operation) is { } settled
                ? await Log(settled, wait, _defects.Has(Defect.WalStoresFilters) ? operation : null)
                : null;
        }
    }

    /// <summary>Leads a read through all segments of the shard.</summary>
    /// <remarks>
    /// The holder is held for the whole walk, so that no segment joins or leaves while it lasts; each segment is held while it is visited. Segments that
    /// points move out of come before those that they move into, so a point that moves meanwhile is met once at least, and the newest of several copies counts.
    /// </remarks>
    public async ValueTask Read(ISegmentRead read)
    {
        using (await _holder.Lock.Read())
        {
            for (var i = 0; i < _holder.Count; i++)
            {
                var slot = _holder.SlotAt(ReadOrder(i));
                using (await slot.Lock.Read())
                {
                    read.Visit(slot.Segment);
                }
            }
        }
    }

    /// <summary>The named vectors after the last operation that was applied.</summary>
    public VectorColumns Columns => _schema.Capture().Columns;

    /// <summary>How many changes led to <see cref="Columns"/>.</summary>
    public long ColumnChangeCount => _schema.Capture().ColumnChanges;

    /// <summary>Makes every operation that is in the log durable.</summary>
    public ValueTask FlushLog() => _wal.FlushThrough(_wal.Last);

    /// <summary>The last error of a background task that no later success has made good, or the one that has stopped writes.</summary>
    public StorageException? Failure => _wal.Failure ?? _backgroundWork?.Failure;

    /// <summary>A complete flush: every operation applied so far is durable in the segments.</summary>
    public Task Flush() => _flusher.Run(isForced: false);

    /// <summary>Takes over what can be changed of other options. An optimization under way is undone.</summary>
    public async Task Reconfigure(CollectionOptions options)
    {
        using (await _background.Lock())
        {
            if (_backgroundWork is { } work)
            {
                await work.Stop();
                _options = options;
                _backgroundWork = StartBackgroundWork();
            }
        }
    }

    /// <summary>Puts the shard into an archive, below this name, while operations go on.</summary>
    public async ValueTask Snapshot(ArchiveWriter archive, string name, StopSignal stop)
    {
        try
        {
            var snapshot = new ShardSnapshot(_runtime, _holder, _progress, _flusher, _exchange, _wal, _append, _directory, _segmentsDirectory, _defects);
            await snapshot.Write(archive, name, stop);
        }
        finally
        {
            // What changed meanwhile may need the optimizer, which saw only proxies.
            _backgroundWork?.NoteChange();
        }
    }

    /// <summary>True when no segment needs to be optimized and none is being optimized.</summary>
    public async ValueTask<bool> IsOptimized()
    {
        using (await _holder.Lock.Read())
        {
            foreach (var slot in _holder.Slots)
            {
                if (slot.Segment is not Segment)
                {
                    return false;
                }
            }

            return new OptimizationPlanner(_options).Choose(_holder, out _).Count == 0;
        }
    }

    /// <summary>
    /// Stops the shard: what is queued is applied, an optimization under way is undone, the log is flushed. The segments are not: opening replays
    /// the log.
    /// </summary>
    public async Task Close()
    {
        _queue.Close();
        if (_updateWorker is { } worker)
        {
            await worker;
        }

        using (await _background.Lock())
        {
            if (_backgroundWork is { } work)
            {
                await work.Stop();
                _backgroundWork = null;
            }
        }

        try
        {
            await _wal.Close();
        }
        finally
        {
            foreach (var slot in _holder.Slots)
            {
                (slot.Segment as Segment)?.Close();
            }
        }
    }

    private int ReadOrder(int place) => _defects.Has(Defect.ReadAppendableFirst) ? _holder.Count - 1 - place : place;

    private async ValueTask<Submission> Log(Operation operation, bool wait, Operation? unsettled = null)
    {
        // The place in the queue comes first: who holds the append mutex must not wait for the worker.
        ObjectDisposedException.ThrowIf(!await _queue.Reserve(), this);
        var completion = wait ? new AsyncResult<OperationNumber>(_runtime, $"{_name}/applied") : null;
        var window = _options.CommitWindowFor(wait);
        OperationNumber number;
        try
        {
            // Append and queue under one mutex, so that the queue has the order of the log.
            using (await _append.Lock())
            {
                number = await _wal.Append(operation, unsettled);
                if (operation is CreateFieldIndex or DropFieldIndex)
                {
                    Indexes = Indexes.After(number, (SchemaOperation)operation);
                }

                _queue.Fill(new QueuedUpdate(number, operation, completion, window));
            }
        }
        catch (StorageException)
        {
            _queue.Unreserve();
            throw;
        }

        return new Submission(_commit, number, window, completion);
    }

    /// <summary>The operation without its condition: its points by id. Null when there are none.</summary>
    private async ValueTask<Operation?> Settle(Operation operation)
    {
        if (operation is ByFilter byFilter)
        {
            var scan = new SegmentScan(byFilter.Filter, from: null, int.MaxValue, withPoints: false);
            await Read(scan);
            return scan.Count == 0 ? null : byFilter.Operation with { Ids = ValueList.From(scan.Ids) };
        }

        var upsert = (UpsertPoints)operation;
        var existing = new SegmentLookup([.. upsert.Points.Select(point => point.Id).Distinct()]);
        await Read(existing);
        var kept = upsert.Points.Where(point => existing.Has(point.Id) == (upsert.Mode == UpsertMode.UpdateOnly)).ToArray();
        return kept.Length == 0 ? null : new UpsertPoints(ValueList.Create<Point>(kept));
    }

    private async ValueTask LoadSegments()
    {
        var (segments, highest) = await SegmentLoader.Load(_runtime, _segmentsDirectory, _manifest, _options.CompactionMinRecords, _defects);
        _lastSegment = highest;
        using var exclusive = await _holder.Lock.Write();
        foreach (var segment in segments)
        {
            if (segment.Version > _wal.Last)
            {
                throw new StorageException(
                    StorageError.Damaged,
                    _segmentsDirectory,
                    $"segment {segment.Id} has operation {segment.Version}, but the log ends with operation {_wal.Last}: a part of the log is missing");
            }

            _holder.Add(exclusive, segment.Id, segment);
        }

        if (!segments.Exists(segment => segment.IsAppendable))
        {
            // What is left of the log brings every segment to the same vectors and indexes.
            var appendable = NewAppendable();
            _holder.Add(exclusive, appendable.Id, appendable);
        }
    }

    private async ValueTask Replay(List<LoggedOperation> logged)
    {
        _progress.StartAfter(logged.Count > 0 ? logged[0].Number.Previous : _wal.Last);
        foreach (var entry in logged)
        {
            await _runtime.Point(EnginePoints.RecoveryReplay, _holder.Lock.Resource, Access.Write);
            var operation = entry.Unsettled is { } unsettled ? await Settle(unsettled) ?? new DeletePoints([]) : entry.Operation;
            await _applier.Apply(entry.Number, operation);
        }

        // With the mistake, who looked after older copies was the operation that made a newer one.
        var isLeftToUpdates = _defects.Has(Defect.UpdateKeepsOldVersions) && logged.Count > 0;
        SegmentLoader.DropOlderCopies(_runtime, Segments(), changedSince: isLeftToUpdates ? logged[0].Number : null);
        Indexes = _holder.SlotAt(0).Segment.Definitions;
        foreach (var slot in _holder.Slots)
        {
            Invariant.Holds(slot.Segment.Definitions == Indexes, "I6", $"after recovery segment {slot.Id} has other indexes than segment {_holder.SlotAt(0).Id}");
        }
    }

    private List<Segment> Segments()
    {
        var segments = new List<Segment>();
        foreach (var slot in _holder.Slots)
        {
            segments.Add((Segment)slot.Segment);
        }

        return segments;
    }

    private async Task ReplayLate(List<LoggedOperation> logged)
    {
        await Replay(logged);
        await _flusher.Run(isForced: true);
        StartWorkers();
    }

    private void StartWorkers()
    {
        _backgroundWork = StartBackgroundWork();
        var worker = new UpdateWorker(_commit, _queue, _applier, NoteApplied);
        _updateWorker = _runtime.Start($"{_name}/update", worker.Run);
    }

    private async ValueTask NoteApplied(Operation operation)
    {
        if (_defects.Has(Defect.IndexBuildFlushesSegmentAlone) && operation is CreateFieldIndex)
        {
            await _flusher.RunFirstAlone();
        }

        _backgroundWork?.NoteChange();
    }

    private BackgroundWork StartBackgroundWork()
    {
        var optimization = new Optimization(
            _runtime,
            _holder,
            _dependencies,
            _progress,
            _flusher,
            _exchange,
            new OptimizationPlanner(_options),
            new SegmentBuilder(_runtime, _segmentsDirectory, _wal, _options, _defects),
            NewSegmentId,
            _segmentsDirectory,
            _defects);
        return new BackgroundWork(_runtime, _name, optimization, _flusher, _options.FlushInterval, _defects);
    }

    private SegmentId NewSegmentId()
    {
        // The optimizer and a snapshot may ask at the same time.
        lock (_segmentNumbers)
        {
            return _lastSegment = new SegmentId(_lastSegment.Value + 1);
        }
    }

    private AppendableSegment NewAppendable()
    {
        var schema = _schema.Capture();
        return new(_runtime.Files, _segmentsDirectory, NewSegmentId(), schema.Columns, schema.Indexes, _options.CompactionMinRecords, _defects);
    }
}

using System.Globalization;
using System.Runtime.ExceptionServices;
using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine.Defects;
using Sim.Engine.Invariants;
using Sim.Engine.Optimizer;
using Sim.Engine.Requests;
using Sim.Engine.Search;
using Sim.Engine.Segments;
using Sim.Engine.Shards;
using Sim.Engine.Snapshots;
using Sim.Engine.Storage;
using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Locks;

namespace Sim.Engine;

/// <summary>
/// A collection of points in a directory. Safe for use by several tasks of its runtime at once. Faults of the disk are
/// <see cref="StorageException"/>s, refused queries <see cref="RequestException"/>s.
/// </summary>
/// <remarks>
/// An operation is split by shard; each shard logs and applies its part on its own. After a crash each shard has its operations up to some
/// number and none after it; that number is not below the last operation whose answer promised as much: see <see cref="Durability"/>.
/// </remarks>
public sealed class Collection
{
    private readonly Shard[] _shards;
    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly IDisposable _lock;
    private readonly AsyncMutex _snapshots;
    private readonly StopSignal _closing = new();
    private readonly AsyncReaderWriterLock _schemaFence;
    private readonly AsyncMutex _indexChanges;
    private volatile RequestValidator _validator;

    private Collection(IRuntime runtime, string directory, string name, CollectionSchema schema, Shard[] shards, IDisposable directoryLock)
    {
        _files = runtime.Files;
        _directory = directory;
        _lock = directoryLock;
        _snapshots = new AsyncMutex(runtime, $"{name}snapshots");
        _schemaFence = new AsyncReaderWriterLock(runtime, $"{name}schema");
        _indexChanges = new AsyncMutex(runtime, $"{name}index-changes");
        _shards = shards;
        _validator = new RequestValidator(schema);
    }

    /// <summary>What the collection stores now: it was created with other vectors if some have been created or deleted since.</summary>
    public CollectionSchema Schema => _validator.Schema;

    /// <summary>
    /// Opens the collection in a directory, or creates it there; the directory's parent must exist. Recovers what a crash has left: when this
    /// returns, everything acknowledged can be read.
    /// </summary>
    /// <param name="runtime">The world.</param>
    /// <param name="directory">The path of the directory, with '/'.</param>
    /// <param name="schema">What the collection stores; for an existing one, what it was created with.</param>
    /// <param name="options">How it works.</param>
    public static Task<Collection> Open(IRuntime runtime, string directory, CollectionSchema schema, CollectionOptions options) =>
        Open(runtime, directory, schema, options, DefectSet.None);

    /// <summary>Opens a collection with historic defects put back.</summary>
    internal static async Task<Collection> Open(
        IRuntime runtime, string directory, CollectionSchema schema, CollectionOptions options, DefectSet defects)
    {
        SchemaFile.Validate(schema);
        var files = runtime.Files;
        await CollectionDirectory.Create(files, directory);
        var directoryLock = await CollectionDirectory.Lock(files, directory);
        var shards = new List<Shard>(schema.ShardCount);
        try
        {
            var isRestored = await CollectionDirectory.IsRestored(files, directory);
            await SchemaFile.WriteOrCheck(files, directory, schema);
            if (isRestored)
            {
                await CollectionDirectory.ForgetRestore(files, directory);
            }

            for (var i = 0; i < schema.ShardCount; i++)
            {
                var shardDirectory = string.Create(CultureInfo.InvariantCulture, $"{directory}/shard-{i}");
                shards.Add(await Shard.Open(runtime, shardDirectory, i, schema, options, defects));
            }

            CheckVectorsFit(shards, directory);
            await files.FlushDirectory(directory);
            var collection = new Collection(runtime, directory, options.Name, schema, [.. shards], directoryLock);
            await collection.AlignVectors();
            return collection;
        }
        catch (StorageException)
        {
            // The shards that are open already must not go on writing behind the back of whoever tries again.
            await CloseAll(shards);
            directoryLock.Dispose();
            throw;
        }
    }

    /// <summary>The shard that a point belongs to, from 0 on.</summary>
    public int ShardOf(PointId id) => ShardPlacement.Of(id, _shards.Length);

    /// <summary>
    /// Applies an operation. With <paramref name="wait"/>, returns once it is applied; without, once it is in the log. Whether it is durable by then is
    /// said by <see cref="Durability"/>. An operation that breaks a rule is refused whole, with a reason.
    /// </summary>
    public async ValueTask<UpdateResult> Update(Operation operation, bool wait)
    {
        if (operation is CreateVectorName or DeleteVectorName)
        {
            return await ChangeVectors((SchemaOperation)operation, wait);
        }

        var submissions = new List<(int Shard, Submission Submission)>(_shards.Length);
        using (await _schemaFence.Read())
        {
            if (_validator.Check(operation) is { } reason)
            {
                return new UpdateResult(UpdateStatus.Rejected, reason);
            }

            if (operation is SchemaOperation change)
            {
                // What is refused depends on what was logged before, in all shards: they change one after the other.
                using (await _indexChanges.Lock())
                {
                    if (Refusal(change) is { } conflict)
                    {
                        return new UpdateResult(UpdateStatus.Rejected, conflict);
                    }

                    await Submit(operation, wait, submissions);
                }
            }
            else
            {
                await Submit(operation, wait, submissions);
            }
        }

        foreach (var (_, submission) in submissions)
        {
            await submission.Wait();
        }

        return Answer(wait, submissions);
    }

    /// <summary>Changes the vectors in every shard.</summary>
    /// <remarks>
    /// Order, and why: (0) no snapshot is being made: one shard of it would have the change and another not. (1) The fence is closed: between the check of any operation and its place in the logs the schema does not change, so no log has
    /// an operation after the deletion of a vector that it names. (2) A change that an error has left in some shards only is brought to the others.
    /// (3) The logs are flushed: whatever shard a crash leaves without the change has everything before it, and bringing the change to it when
    /// the collection is opened again makes no hole. (4) The change is logged and applied in one shard after the other, and is durable in all of them before
    /// the fence opens. Invariant: the shards are at most this one change apart.
    /// </remarks>
    private async ValueTask<UpdateResult> ChangeVectors(SchemaOperation change, bool wait)
    {
        using (await _snapshots.Lock())
        using (await _schemaFence.Write())
        {
            if (_validator.Check(change) is { } reason)
            {
                return new UpdateResult(UpdateStatus.Rejected, reason);
            }

            await AlignVectors();
            foreach (var shard in _shards)
            {
                await shard.FlushLog();
            }

            var submissions = new List<(int Shard, Submission Submission)>(_shards.Length);
            for (var i = 0; i < _shards.Length; i++)
            {
                submissions.Add((i, await Apply(_shards[i], change)));
            }

            TakeOverVectors(_shards[0]);
            return Answer(wait, submissions);
        }
    }

    /// <summary>Brings a change of the vectors that a crash or an error has left in some shards only to the others.</summary>
    private async ValueTask AlignVectors()
    {
        var newest = _shards.MaxBy(shard => shard.ColumnChangeCount)!;
        foreach (var shard in _shards)
        {
            if (shard.ColumnChangeCount == newest.ColumnChangeCount)
            {
                continue;
            }

            Invariant.Holds(shard.ColumnChangeCount == newest.ColumnChangeCount - 1, "I8", "two shards are more than one change of the schema apart");
            await Apply(shard, ChangeBetween(shard.Columns, newest.Columns));
        }

        TakeOverVectors(newest);
    }

    /// <summary>No crash leaves the shards more than one change of the vectors apart: then one of them has lost a part of its log.</summary>
    private static void CheckVectorsFit(List<Shard> shards, string directory)
    {
        var most = shards.Max(shard => shard.ColumnChangeCount);
        var behind = shards.FindIndex(shard => shard.ColumnChangeCount < most - 1);
        if (behind >= 0)
        {
            throw new StorageException(
                StorageError.Damaged,
                string.Create(CultureInfo.InvariantCulture, $"{directory}/shard-{behind}"),
                string.Create(CultureInfo.InvariantCulture, $"the shard has {shards[behind].ColumnChangeCount} changes of the vectors and another has {most}: a part of its log is missing"));
        }
    }

    private static SchemaOperation ChangeBetween(VectorColumns before, VectorColumns after)
    {
        foreach (var vector in after.Vectors)
        {
            if (before.PlaceOf(vector.Name) < 0)
            {
                return new CreateVectorName(vector);
            }
        }

        return new DeleteVectorName(before.Vectors.First(vector => after.PlaceOf(vector.Name) < 0).Name);
    }

    private static async ValueTask<Submission> Apply(Shard shard, SchemaOperation change)
    {
        var submission = await shard.Submit(change, wait: true);
        Invariant.Holds(submission is not null, "I8", "a change of the schema was not logged");
        await submission.Wait();
        return submission;
    }

    private static UpdateResult Answer(bool wait, IEnumerable<(int Shard, Submission Submission)> submissions) =>
        new(wait ? UpdateStatus.Completed : UpdateStatus.Acknowledged)
        {
            Parts = ValueList.From(submissions.Select(part => new LoggedPart(part.Shard, part.Submission.Number))),
        };

    private void TakeOverVectors(Shard shard) =>
        _validator = new RequestValidator(new CollectionSchema(shard.Columns.Vectors, _shards.Length));

    /// <summary>The best points, best first.</summary>
    public async ValueTask<ValueList<ScoredPoint>> Search(SearchQuery query)
    {
        var validator = _validator;
        Refuse(validator.Check(query));
        return await Search(query, validator.Schema);
    }

    /// <summary>The answer to a query in stages, best points first.</summary>
    public async ValueTask<ValueList<ScoredPoint>> Query(PointQuery query)
    {
        var validator = _validator;
        Refuse(validator.Check(query));
        var stages = new StagedQuery(
            validator.Schema, search => Search(search, validator.Schema), ids => Retrieve(new RetrieveQuery(ids)), Matching);
        var found = await stages.Run(query.Stage with { Limit = query.Stage.Limit + query.Offset });
        return ValueList.From(found.Skip(query.Offset));
    }

    /// <summary>A page of points in the order of their ids.</summary>
    public async ValueTask<ScrollPage> Scroll(ScrollQuery query)
    {
        Refuse(_validator.Check(query));
        // One more than asked for, to know whether there is another page, and where it begins.
        var scan = new SegmentScan(query.Filter, query.Offset, query.Limit + 1, withPoints: true);
        foreach (var shard in _shards)
        {
            await shard.Read(scan);
        }

        var points = scan.Points.Take(query.Limit).Select(point => Projection.Of(point, query.WithPayload, query.WithVectors)).ToArray();
        PointId? next = scan.Count > points.Length ? scan.Points.ElementAt(points.Length).Id : null;
        return new ScrollPage(ValueList.Create<Point>(points), next);
    }

    /// <summary>
    /// The indexes over fields of a shard, in the order of their fields, after every operation that was accepted. All shards have the same, unless a crash
    /// came in the middle of an operation on them; the same operation, given again, brings them together.
    /// </summary>
    public ValueList<FieldIndex> FieldIndexes(int shard) => ValueList.From(_shards[shard].Indexes.Items.Select(item => item.Index));

    /// <summary>A page of points in the order of a field that has an index of integers, floats or moments in every shard.</summary>
    public async ValueTask<OrderedPage> Scroll(OrderedScrollQuery query)
    {
        var type = TypeOf(query.Order.Field);
        Refuse(_validator.Check(query, type));
        var scan = new SegmentOrderedScan(query, type!.Value);
        foreach (var shard in _shards)
        {
            await shard.Read(scan);
        }

        return scan.Page(query.Limit);
    }

    /// <summary>The values of a field that has an index of keywords, integers, bools or UUIDs in every shard, the most frequent first.</summary>
    public async ValueTask<ValueList<FacetCount>> Facet(FacetQuery query)
    {
        var type = TypeOf(query.Field);
        Refuse(_validator.Check(query, type));
        var facet = new SegmentFacet(query, type!.Value);
        foreach (var shard in _shards)
        {
            await shard.Read(facet);
        }

        return facet.Counts();
    }

    /// <summary>What the indexes tell about the number of points that match, without a look at the points.</summary>
    public async ValueTask<CountEstimate> EstimateCount(CountQuery query)
    {
        Refuse(_validator.Check(query));
        var estimate = new SegmentEstimate(query.Filter);
        foreach (var shard in _shards)
        {
            await shard.Read(estimate);
        }

        return estimate.Result;
    }

    /// <summary>The number of points that match.</summary>
    public async ValueTask<long> Count(CountQuery query)
    {
        Refuse(_validator.Check(query));
        var scan = new SegmentScan(query.Filter, from: null, int.MaxValue, withPoints: false);
        foreach (var shard in _shards)
        {
            await shard.Read(scan);
        }

        return scan.Count;
    }

    /// <summary>The points that exist, in the order of their ids.</summary>
    public async ValueTask<ValueList<Point>> Retrieve(RetrieveQuery query)
    {
        Refuse(RequestValidator.Check(query));
        var found = new List<Point>();
        var distinct = query.Ids.Distinct().ToArray();
        for (var i = 0; i < _shards.Length; i++)
        {
            var ids = _shards.Length == 1 ? distinct : Array.FindAll(distinct, id => ShardOf(id) == i);
            if (ids.Length > 0)
            {
                var lookup = new SegmentLookup(ids);
                await _shards[i].Read(lookup);
                found.AddRange(lookup.Points);
            }
        }

        return ValueList.From(found.OrderBy(point => point.Id).Select(point => Projection.Of(point, query.WithPayload, query.WithVectors)));
    }

    /// <summary>A complete flush: everything applied so far is durable in the segments, and the log is given up as far as possible.</summary>
    public async Task Flush()
    {
        foreach (var shard in _shards)
        {
            await shard.Flush();
        }
    }

    /// <summary>
    /// Takes over the durability, the commit window, the flush interval and the thresholds of other options, for operations that come after it;
    /// what an optimization under way has done is undone. The other options stay what they were when the collection was opened.
    /// </summary>
    public async Task Reconfigure(CollectionOptions options)
    {
        foreach (var shard in _shards)
        {
            await shard.Reconfigure(options);
        }
    }

    /// <summary>
    /// Writes all of the collection into one file, while operations go on; <see cref="Snapshots.SnapshotArchive"/> restores it. Each shard in it is as it was after
    /// one operation, not before those that were applied when this was called, not after the last that was logged when it ended. One
    /// snapshot is made at a time. Closing the collection ends it with <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <param name="path">
    /// The file, outside the collection's directory. An archive that is there is replaced in one step; a crash before leaves at most a file
    /// of that name with ".tmp" after it, which the next snapshot to the same path replaces.
    /// </param>
    public async Task CreateSnapshot(string path)
    {
        if (path.StartsWith(_directory + "/", StringComparison.Ordinal))
        {
            throw new ArgumentException("A snapshot does not belong into the directory of the collection.", nameof(path));
        }

        using (await _snapshots.Lock())
        {
            _closing.ThrowIfSet();
            var temporary = AtomicFile.TemporaryOf(path);
            try
            {
                await WriteArchive(temporary);
            }
            catch (Exception error) when (error is StorageException or OperationCanceledException)
            {
                await DeleteIfThere(temporary);
                throw;
            }

            await _files.Rename(temporary, path);
            var parentEnd = path.LastIndexOf('/');
            await _files.FlushDirectory(parentEnd > 0 ? path[..parentEnd] : "/");
        }
    }

    /// <summary>
    /// What is wrong with the disk, as far as nobody has been told or has to be told again: the error since which writes are refused, or else the last one of a flush or an optimization in the
    /// background that no later success has made good. Null when all is well. After an error in the background nothing is lost: both try again by themselves.
    /// </summary>
    public StorageException? Failure => _shards.Select(shard => shard.Failure).FirstOrDefault(failure => failure is not null);

    /// <summary>True when no segment needs to be optimized or is being optimized: the state that the optimizer reaches when writes stop.</summary>
    public async ValueTask<bool> IsOptimized()
    {
        foreach (var shard in _shards)
        {
            if (!await shard.IsOptimized())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Closes the collection: what was acknowledged is applied and durable, the tasks are stopped, the files closed. Nothing may be asked of it
    /// afterwards. A <see cref="StorageException"/> says that not all of it need be durable: <see cref="StorageError.WritesStopped"/> where a log had been stopped by
    /// an earlier failure, perhaps of a flush in the background. Everything is closed all the same.
    /// </summary>
    public async Task Close()
    {
        // A snapshot under way holds up the exchange of segments, and needs the log.
        _closing.Set();
        StorageException? failure;
        using (await _snapshots.Lock())
        {
            failure = await CloseAll(_shards);
        }

        // Last: until here another could not open what is still being written.
        _lock.Dispose();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Closes every shard, whatever becomes of the others; returns the first failure.</summary>
    private static async ValueTask<StorageException?> CloseAll(IEnumerable<Shard> shards)
    {
        StorageException? first = null;
        foreach (var shard in shards)
        {
            try
            {
                await shard.Close();
            }
            catch (StorageException failure)
            {
                first ??= failure;
            }
        }

        return first;
    }

    private async ValueTask WriteArchive(string path)
    {
        using var archive = await ArchiveWriter.Create(_files, path);
        // As the collection was created; each shard knows which vectors it has now.
        await archive.AddFile(SchemaFile.Name, $"{_directory}/{SchemaFile.Name}");
        for (var i = 0; i < _shards.Length; i++)
        {
            await _shards[i].Snapshot(archive, string.Create(CultureInfo.InvariantCulture, $"shard-{i}"), _closing);
        }

        await archive.Finish();
    }

    private async ValueTask DeleteIfThere(string path)
    {
        try
        {
            await _files.DeleteFile(path);
        }
        catch (StorageException)
        {
            // It may not have been created, and what went wrong before is what the caller must learn of.
        }
    }

    private async ValueTask Submit(Operation operation, bool wait, List<(int Shard, Submission Submission)> submissions)
    {
        for (var i = 0; i < _shards.Length; i++)
        {
            var part = _shards.Length == 1 ? operation : operation.Accept(new OperationSplitter(i, _shards.Length));
            if (part is not null && await _shards[i].Submit(part, wait) is { } submission)
            {
                submissions.Add((i, submission));
            }
        }
    }

    /// <summary>The type of the index that every shard has over a field, or null.</summary>
    private FieldType? TypeOf(string field)
    {
        var index = _shards[0].Indexes.Find(field)?.Index;
        return index is not null && _shards.All(shard => shard.Indexes.Find(field)?.Index == index) ? index.Type : null;
    }

    private string? Refusal(SchemaOperation operation)
    {
        switch (operation)
        {
            case CreateFieldIndex create:
                var other = _shards.Select(shard => shard.Indexes.Find(create.Field)).FirstOrDefault(item => item is not null && item.Index.Type != create.Type);
                return other is null ? null : $"field '{create.Field}' has an index of type {other.Index.Type}; drop it first";
            case DropFieldIndex drop:
                return _shards.Any(shard => shard.Indexes.Find(drop.Field) is not null) ? null : $"there is no index over field '{drop.Field}'";
            default:
                throw new InvariantException("I6", "an operation on indexes is of an unknown kind");
        }
    }

    private async ValueTask<ValueList<ScoredPoint>> Search(SearchQuery query, CollectionSchema schema)
    {
        var search = new SegmentSearch(query, schema);
        foreach (var shard in _shards)
        {
            await shard.Read(search);
        }

        return ValueList.From(search.Best());
    }

    private async ValueTask<IReadOnlyList<Point>> Matching(Filter filter)
    {
        var scan = new SegmentScan(filter, from: null, int.MaxValue, withPoints: true);
        foreach (var shard in _shards)
        {
            await shard.Read(scan);
        }

        return [.. scan.Points];
    }

    private static void Refuse(string? reason)
    {
        if (reason is not null)
        {
            throw new RequestException(reason);
        }
    }
}

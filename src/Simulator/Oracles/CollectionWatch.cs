using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Engine.Requests;
using Sim.Model;
using Sim.Simulator.Covering;

namespace Sim.Simulator.Oracles;

/// <summary>
/// The oracles of one client over one collection. It sends the operations, keeps the model in step and compares every read.
/// <para>
/// <b>Reads</b>: once every operation sent is known to be applied, each read equals the model exactly: a search as
/// <see cref="SearchComparison"/> says, a scroll page by page with its points, its size and its <see cref="ScrollPage.Next"/>, a count by
/// its number, a retrieve by its points, and what needs or uses an index as <see cref="FieldComparison"/> says, estimates of single values among it that no point may have
/// any more (<see cref="MetValues"/>). While operations that were not waited for are under way, <see cref="WindowComparison"/> applies.
/// </para>
/// <para>
/// <b>Updates</b>: a valid operation is completed when it was waited for, acknowledged when not; one that breaks a rule is refused with a
/// reason and changes nothing. It is durable when it is answered as far as <see cref="Sim.Engine.Durability"/> promises, and with a
/// flush that began after it was known to be applied. Not checked: how long it takes; that it is flushed no more than promised.
/// </para>
/// <para>
/// <b>Snapshots</b>: each shard of a restored snapshot is the model's state at one position of <see cref="SnapshotWindow"/>, and what a crash leaves of a
/// restore is no collection or such a one. A snapshot that was made survives every crash, and so does what was restored; while one is being replaced by
/// another, either may be found. Not checked: that the shards show the same moment; other reads than a scroll.
/// </para>
/// <para>
/// <b>Recovery</b>: after a kill the state of each shard is the model's at one position, at or after the last durable one; after a restart
/// in order it is the model's newest. Then the model goes back to what was found. Not checked: which position it was when several look
/// alike; that an acknowledged operation survives a kill that leaves the disk's cache alone.
/// </para>
/// </summary>
internal sealed class CollectionWatch
{
    private readonly SortedSet<PointId> _seen = [];
    private readonly MetValues _metValues = new();
    private readonly int[] _applied;
    private readonly OperationNumber?[] _numbers;
    private Burst? _burst;
    private TaskCompletionSource? _burstEnd;
    private IReadOnlyList<int>? _snapshotFrom;
    private readonly List<SnapshotWindow> _kept = [];
    private string? _snapshotPath;
    private IReadOnlyList<SnapshotWindow>? _restoring;
    private (string Directory, IReadOnlyList<SnapshotWindow> Windows)? _restored;
    private int _restores;
    private ICollectionUnderTest _collection;

    /// <summary>A watch over a new, empty collection.</summary>
    public CollectionWatch(ICollectionUnderTest collection, ReferenceModel model)
    {
        _collection = collection;
        Model = model;
        _applied = new int[model.Schema.ShardCount];
        _numbers = new OperationNumber?[model.Schema.ShardCount];
    }

    /// <summary>What the collection must be.</summary>
    public ReferenceModel Model { get; }

    /// <summary>When the collection's operations become durable; changed with it.</summary>
    public Durability Durability { get; set; }

    /// <summary>When in the collection's life the checks happen; part of each failure's signature.</summary>
    public Phase Phase { get; set; }

    /// <summary>Told what is sent and answered.</summary>
    public Coverage Coverage { private get; init; } = new();

    /// <summary>Told what is expected of each call; null for nobody.</summary>
    public IExpectations? Expectations { private get; init; }

    /// <summary>Every id that an operation has named.</summary>
    public IReadOnlyCollection<PointId> Seen => _seen;

    /// <summary>How well approximate searches did.</summary>
    public Recall Recall { get; private set; }

    /// <summary>How many reads were compared.</summary>
    public long ReadsCompared { get; private set; }

    /// <summary>True when it can be said now what a crash may leave.</summary>
    public bool KnowsWhatMaySurvive => _burst is null;

    /// <summary>A watch of its own over what a crash at this moment leaves, for <see cref="Reopened"/>. It has forgotten snapshots.</summary>
    public CollectionWatch AfterCrash()
    {
        var after = new CollectionWatch(_collection, new ReferenceModel(Model)) { Durability = Durability };
        after._seen.UnionWith(_seen);
        return after;
    }

    /// <summary>True when every operation sent is known to be applied, and no other client sends any.</summary>
    public bool IsQuiet
    {
        get
        {
            if (_burst is not null)
            {
                return false;
            }

            for (var i = 0; i < _applied.Length; i++)
            {
                if (_applied[i] != Model.Shards[i].Last)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Sends an operation and checks what is answered.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="wait">True to wait until it is applied.</param>
    /// <param name="turn">Which kinds of read follow: they take turns.</param>
    /// <param name="reader">A task that reads meanwhile, and ends by itself; null for none.</param>
    public async ValueTask Update(Operation operation, bool wait, int turn = 0, Task? reader = null)
    {
        if (_burst is { } burst)
        {
            await UpdateInBurst(burst, operation, wait);
            return;
        }

        if (!OperationRules.Allow(Model.Schema, [.. Model.Shards.Select(shard => shard.Current)], operation))
        {
            await UpdateThatBreaksARule(operation, wait, turn, reader);
            return;
        }

        // The model knows the operation before the engine does: a kill inside the call may leave it applied.
        var touched = Model.Apply(operation);
        var ids = operation.Accept(IdsOf.Instance);
        _seen.UnionWith(ids);
        Expectations?.Sends(wait ? UpdateStatus.Completed : UpdateStatus.Acknowledged);
        var result = await Send(operation, wait);
        CheckStatus(result, wait);
        CheckNumbers(result, touched);
        foreach (var shard in touched)
        {
            var last = Model.Shards[shard].Last;
            _applied[shard] = wait ? last : _applied[shard];
            if (IsDurableWhenAnswered(wait))
            {
                Model.Shards[shard].MarkDurable(last);
            }
        }

        if (reader is not null)
        {
            await reader;
        }

        Forget();
        await CheckInTurn(turn, ids);
    }

    /// <summary>From here on several clients send and read at the same time, until <see cref="EndBurst"/>.</summary>
    public void BeginBurst()
    {
        _burst = new Burst(Model, _applied);
        _burstEnd = new TaskCompletionSource();
    }

    /// <summary>All clients have their answers: judges what they sent and read, and compares everything.</summary>
    public async ValueTask EndBurst()
    {
        var burst = _burst!;
        _burst = null;
        var (updates, reads) = burst.Settle(_numbers, _applied);
        if (updates.Count > 0)
        {
            throw Fail(OracleNames.Updates, "burst", updates);
        }

        if (reads.Count > 0)
        {
            throw Fail(OracleNames.Reads, string.Join("+", reads.Select(d => d.Observable).Distinct().Order(StringComparer.Ordinal)), reads);
        }

        _burstEnd!.SetResult();
        Forget();
        await CheckEverything();
    }

    private async ValueTask UpdateInBurst(Burst burst, Operation operation, bool wait)
    {
        _seen.UnionWith(operation.Accept(IdsOf.Instance));
        var sent = burst.Send(operation, wait);
        Expectations?.Sends(null);
        var result = await Send(operation, wait);
        sent.Answer(burst.Tick(), result, IsDurableWhenAnswered(wait));
        if (sent.IsRefused)
        {
            CheckRefused(result);
        }
        else
        {
            CheckStatus(result, wait);
        }
    }

    private async ValueTask<UpdateResult> Send(Operation operation, bool wait)
    {
        var kind = Coverage.Sent(operation);
        var result = await _collection.Update(operation, wait);
        Coverage.Answered(kind, result.Status == UpdateStatus.Rejected);
        return result;
    }

    private void CheckStatus(UpdateResult result, bool wait)
    {
        var expected = wait ? UpdateStatus.Completed : UpdateStatus.Acknowledged;
        if (result.Status != expected)
        {
            throw Fail(
                OracleNames.Updates,
                result.Status.ToString(),
                [new Difference("update", $"the answer is {result.Status} instead of {expected}: {result.Reason ?? "no reason given"}")]);
        }
    }

    private void CheckRefused(UpdateResult result)
    {
        if (result.Status != UpdateStatus.Rejected || string.IsNullOrEmpty(result.Reason) || result.Parts.Count > 0)
        {
            throw Fail(
                OracleNames.Updates,
                $"{result.Status} instead of Rejected",
                [new Difference("update", $"an operation that breaks a rule is answered with {result.Status}, the reason '{result.Reason}' and the parts {result.Parts}")]);
        }
    }

    /// <summary>Each shard that has something to do has logged one operation, and no other has.</summary>
    private void CheckNumbers(UpdateResult result, ValueList<int> touched)
    {
        if (!result.Parts.Select(part => part.Shard).SequenceEqual(touched))
        {
            throw Fail(OracleNames.Updates, "shards", [new Difference("update", $"the parts {result.Parts} are logged instead of those of the shards {touched}")]);
        }

        foreach (var (shard, number) in result.Parts)
        {
            if (_numbers[shard] is { } last && number != last.Next)
            {
                throw Fail(OracleNames.Updates, "number", [new Difference("update", $"shard {shard} has given the number {number} after {last}")]);
            }

            _numbers[shard] = number;
        }
    }

    private void Forget()
    {
        for (var shard = 0; shard < _applied.Length; shard++)
        {
            // Reads go back to what is known to be applied, snapshots to where they began, crashes to what is durable.
            var needed = Math.Min(_applied[shard], _snapshotFrom?[shard] ?? int.MaxValue);
            Model.Shards[shard].ForgetBefore(Math.Min(needed, Model.Shards[shard].Durable));
        }
    }

    /// <summary>Flushes the collection: what is known to be applied when it begins is durable when it ends, in every mode.</summary>
    public async Task Flush()
    {
        var applied = (int[])_applied.Clone();
        await _collection.Flush();
        for (var shard = 0; shard < applied.Length; shard++)
        {
            Model.Shards[shard].MarkDurable(applied[shard]);
        }
    }

    /// <summary>Makes a snapshot while operations go on, restores it into a second collection and checks that.</summary>
    public async Task Snapshot(string path)
    {
        _snapshotFrom = (int[])_applied.Clone();
        _snapshotPath = path;
        await _collection.CreateSnapshot(path);
        if (_burst is not null)
        {
            // Which states there were is known when the clients have their answers.
            await _burstEnd!.Task;
        }

        _kept.Clear();
        _kept.Add(new SnapshotWindow(Model, _snapshotFrom));
        _snapshotFrom = null;
        await CheckKeptSnapshot();
    }

    /// <summary>The snapshot is there and can be restored.</summary>
    private async ValueTask CheckKeptSnapshot()
    {
        if (_kept.Count > 0)
        {
            _restoring = [.. _kept];
            await CheckRestored(await _collection.Restore(_snapshotPath!, RestoredDirectory), _restoring);
            _restored = (RestoredDirectory, _restoring);
            _restoring = null;
            _restores++;
        }
    }

    /// <summary>What a crash has left of a restore is no collection, or a whole one; what was restored before is there.</summary>
    private async ValueTask CheckCutRestore()
    {
        if (_restoring is { } windows && await OpenCutRestore() is { } restoring)
        {
            await CheckRestored(restoring, windows);
            _restored = (RestoredDirectory, windows);
            _restoring = null;
            _restores++;
        }

        if (_restored is { } before)
        {
            await CheckRestored(
                await _collection.OpenRestored(before.Directory)
                    ?? throw Fail(OracleNames.Snapshot, "restored", [new Difference("snapshot", $"the collection that was restored in {before.Directory} is not there any more")]),
                before.Windows);
        }
    }

    private async ValueTask<ICollectionUnderTest?> OpenCutRestore()
    {
        var restoring = await _collection.OpenRestored(RestoredDirectory);
        Expectations?.MayBeMissing();
        return restoring;
    }

    // A restore that was cut off is tried again in the same directory by the next.
    private string RestoredDirectory => string.Create(CultureInfo.InvariantCulture, $"/restored-{_restores}");

    private async ValueTask CheckRestored(ICollectionUnderTest restored, IReadOnlyList<SnapshotWindow> windows)
    {
        ReadsCompared++;
        var points = await ScrollThrough(restored);
        Expectations?.Shows([.. Enumerable.Range(0, Model.Shards.Count).Select(shard => windows.SelectMany(window => window.StatesOf(shard)).ToArray())]);
        var differences = windows.Select(window => window.Compare(points, restored.Schema.Vectors, restored.FieldIndexes)).ToArray();
        if (differences.All(found => found.Count > 0))
        {
            throw Fail(OracleNames.Snapshot, "state", differences[^1]);
        }

        await restored.Close();
    }

    private bool IsDurableWhenAnswered(bool wait) => Durability switch
    {
        Durability.GroupCommit => wait,
        Durability.EveryOperation => true,
        Durability.Background => false,
    };

    private async ValueTask UpdateThatBreaksARule(Operation operation, bool wait, int turn, Task? reader)
    {
        Expectations?.Sends(UpdateStatus.Rejected);
        CheckRefused(await Send(operation, wait));

        if (reader is not null)
        {
            await reader;
        }

        // It may have named more points than a retrieve may; each once are few.
        await CheckInTurn(turn, ValueList.From(operation.Accept(IdsOf.Instance).Distinct()));
    }

    /// <summary>
    /// Reads while operations are under way, a few times, each kind in turn. What is read must be right for each id at some moment from the last
    /// operation known to be applied when the read began to the newest one when it ended.
    /// </summary>
    public async Task ReadBeside(int turn, int reads)
    {
        for (var i = 0; i < reads; i++)
        {
            await CheckWindow(turn + i);
        }
    }

    /// <summary>
    /// Compares a full search, and in turn a full scroll, a count, a retrieve of <paramref name="ids"/>, or an approximate search. More would cost more than it finds: while a
    /// check runs nothing is written, so checks are kept short to leave the time to the races.
    /// </summary>
    public async ValueTask CheckInTurn(int turn, ValueList<PointId> ids)
    {
        if (!IsQuiet)
        {
            await CheckWindow(turn);
            return;
        }

        var difference = await CompareSearch(FullSearch(turn)) ?? (turn / 3 % 4) switch
        {
            0 => await CompareScroll(FullScroll(Model.Current)),
            1 => await CompareCount(new CountQuery(null)),
            2 => await CompareRetrieve(new RetrieveQuery(ids)),
            _ => await CompareSearch(NarrowSearch(turn)),
        };
        if (difference is not null)
        {
            throw await FailWithProbes(difference);
        }
    }

    /// <summary>Compares a full read of every kind over all ids ever used and all vectors.</summary>
    public async ValueTask CheckEverything()
    {
        if (!IsQuiet)
        {
            await CheckWindow(0);
            return;
        }

        Difference? difference = null;
        for (var i = 0; i < Model.Schema.Vectors.Count && difference is null; i++)
        {
            difference = await CompareSearch(FullSearch(i));
        }

        difference ??= await CompareScroll(FullScroll(Model.Current))
            ?? await CompareCount(new CountQuery(null))
            ?? await CompareRetrieve(new RetrieveQuery(ValueList.From(_seen)))
            ?? await CompareIndexes();
        if (difference is not null)
        {
            throw await FailWithProbes(difference);
        }
    }

    /// <summary>Runs a search and compares it.</summary>
    public async ValueTask Check(SearchQuery query)
    {
        if (!ReadRules.Allow(query))
        {
            await CheckRefusal("search", query.ToString(), async () => await _collection.Search(query));
        }
        else if (!IsQuiet)
        {
            await CheckInWindow(
                async () => await UnlessRefused(async () => await _collection.Search(query)),
                (window, found) =>
                {
                    // By a vector that is being created or deleted, anything may be answered.
                    var vector = window.CertainVectors().FirstOrDefault(vector => vector.Name == query.VectorName);
                    return vector is null || vector.Dimension != query.Vector.Dimension ? null
                        : found is null ? new Difference("search", $"{query} is refused, although the collection has the vector all the time")
                        : WindowComparison.Compare(window, _seen, query, vector.Distance, found);
                });
        }
        else if (!OperationRules.Allow(Model.Schema, query.VectorName, query.Vector))
        {
            await CheckRefusal("search", query.ToString(), async () => await _collection.Search(query));
        }
        else if (await CompareSearch(query) is { } difference)
        {
            throw await FailWithProbes(difference);
        }
    }

    /// <summary>Asks a query in stages and compares it. While operations are under way nothing is compared: its stages may see different moments.</summary>
    public async ValueTask Check(PointQuery query)
    {
        ReadsCompared++;
        var isAllowed = QueryEvaluation.IsAllowed(Model.Current, query.Stage);
        if (!IsQuiet)
        {
            try
            {
                await _collection.Query(query);
            }
            catch (RequestException)
            {
                // An example may not be there at this moment.
            }
        }
        else if (!isAllowed)
        {
            await CheckRefusal("query", query.ToString(), async () => await _collection.Query(query));
        }
        else if (QueryComparison.Compare(query, Model.Current, await _collection.Query(query)) is { } difference)
        {
            throw await FailWithProbes(difference);
        }
    }

    private async ValueTask CheckRefusal(string observable, string text, Func<Task> read)
    {
        ReadsCompared++;
        try
        {
            await read();
        }
        catch (RequestException)
        {
            return;
        }

        throw Fail(OracleNames.Reads, $"{observable} is not refused", [NotRefused(observable, text)]);
    }

    private void CheckRefused(string observable, string text, object? answer)
    {
        ReadsCompared++;
        if (answer is not null)
        {
            throw Fail(OracleNames.Reads, $"{observable} is not refused", [NotRefused(observable, text)]);
        }
    }

    private Difference NotRefused(string observable, string text) =>
        new(observable, $"{text} is answered and not refused; the collection has {Model.Schema.Vectors}");

    private static async ValueTask<T?> UnlessRefused<T>(Func<ValueTask<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (RequestException)
        {
            return null;
        }
    }

    /// <summary>Reads while operations are under way. What is read is judged at once, or in a burst when all its operations are answered.</summary>
    private async ValueTask CheckInWindow<T>(Func<ValueTask<T>> read, Func<ReadWindow, T, Difference?> judge)
    {
        ReadsCompared++;
        if (_burst is { } burst)
        {
            var began = burst.Tick();
            var answer = await read();
            var expectation = Expectations?.ReadBeside();
            burst.Note(began, window =>
            {
                expectation?.Invoke(window);
                return judge(window, answer);
            });
            return;
        }

        var applied = (int[])_applied.Clone();
        var found = await read();
        var window = ReadWindow.UntilNow(Model, applied);
        Expectations?.ReadBeside()(window);
        if (judge(window, found) is { } difference)
        {
            throw Fail(OracleNames.Reads, difference.Observable, [difference]);
        }
    }

    /// <summary>Runs a scroll and compares it, with all its pages once nothing is under way.</summary>
    public async ValueTask Check(ScrollQuery query)
    {
        if (!ReadRules.Allow(query))
        {
            await CheckRefusal("scroll", query.ToString(), async () => await _collection.Scroll(query));
        }
        else if (!IsQuiet)
        {
            await CheckInWindow(() => _collection.Scroll(query), (window, found) => WindowComparison.Compare(window, _seen, query, found));
        }
        else if (await CompareScroll(query) is { } difference)
        {
            throw await FailWithProbes(difference);
        }
    }

    /// <summary>Runs a count and compares it.</summary>
    public async ValueTask Check(CountQuery query)
    {
        if (!ReadRules.Allow(query))
        {
            await CheckRefusal("count", query.ToString(), async () => await _collection.Count(query));
        }
        else if (!IsQuiet)
        {
            await CheckInWindow(() => _collection.Count(query), (window, found) => WindowComparison.Compare(window, _seen, query, found));
        }
        else if (await CompareCount(query) is { } difference)
        {
            throw await FailWithProbes(difference);
        }
    }

    /// <summary>Runs a retrieve and compares it.</summary>
    public async ValueTask Check(RetrieveQuery query)
    {
        if (!IsQuiet)
        {
            await CheckInWindow(() => _collection.Retrieve(query), (window, found) => WindowComparison.Compare(window, query, found));
        }
        else if (await CompareRetrieve(query) is { } difference)
        {
            throw await FailWithProbes(difference);
        }
    }

    /// <summary>Runs an ordered scroll and compares it, with all its pages once nothing is under way.</summary>
    public async ValueTask Check(OrderedScrollQuery query)
    {
        if (!ReadRules.Allow(query))
        {
            CheckRefused("ordered scroll", query.ToString(), await _collection.Scroll(query));
        }
        else if (!IsQuiet)
        {
            await CheckInWindow(() => _collection.Scroll(query), (window, found) => WindowComparison.Compare(window, _seen, query, found));
        }
        else if (await CompareOrdered(query) is { } difference)
        {
            throw await FailWithProbes(difference);
        }
    }

    /// <summary>Runs a facet and compares it.</summary>
    public async ValueTask Check(FacetQuery query)
    {
        if (!ReadRules.Allow(query))
        {
            CheckRefused("facet", query.ToString(), await _collection.Facet(query));
        }
        else if (!IsQuiet)
        {
            await CheckInWindow(() => _collection.Facet(query), (window, found) => WindowComparison.Compare(window, _seen, query, found));
        }
        else if (await CompareFacet(query) is { } difference)
        {
            throw await FailWithProbes(difference);
        }
    }

    /// <summary>Asks for an estimate and compares its bounds.</summary>
    public async ValueTask CheckEstimate(CountQuery query)
    {
        if (!IsQuiet)
        {
            await _collection.EstimateCount(query);
        }
        else if (await CompareEstimate(query) is { } difference)
        {
            throw await FailWithProbes(difference);
        }
    }

    /// <summary>
    /// Takes over the collection as it was opened again, checks the state that it recovered, goes back to it in the model, and compares every
    /// kind of read with it.
    /// </summary>
    /// <param name="collection">The collection, opened again.</param>
    /// <param name="phase">After a restart or after a crash.</param>
    public async ValueTask Reopened(ICollectionUnderTest collection, Phase phase)
    {
        _collection = collection;
        Phase = phase;
        var points = await ScrollThrough(_collection);
        var differences = new List<Difference>();
        var positions = new int[Model.Shards.Count];
        var burst = _burst;
        _burst = null;
        var mayLose = phase == Phase.AfterCrash;
        var right = new List<ModelState>[positions.Length];
        for (var shard = 0; shard < positions.Length; shard++)
        {
            var found = ModelState.Of(points.Where(p => Model.ShardOf(p.Id) == shard).DistinctBy(p => p.Id), _collection.FieldIndexes(shard))
                .With(_collection.Schema.Vectors);
            var states = new List<ModelState>();
            right[shard] = states;
            if (burst?.TryRecover(shard, found, mayLose, _numbers[shard], states) == true)
            {
                positions[shard] = Model.Shards[shard].Last;
            }
            else if (burst?.HasDurable(shard) != true && RecoveryComparison.FindPosition(Model.Shards[shard], found, mayLose) is { } at)
            {
                positions[shard] = at;
            }
            else
            {
                differences.Add(states.Count > 0
                    ? RecoveryComparison.Describe(shard, "none that the clients can have left", Model.Shards[shard].Last + 1, states, found)
                    : RecoveryComparison.Describe(shard, Model.Shards[shard], found, mayLose));
            }
        }

        Expectations?.Shows([.. right.Select((states, shard) =>
            burst?.HasDurable(shard) == true ? states : [.. states, .. RecoveryComparison.States(Model.Shards[shard], mayLose)])]);
        if (differences.Count > 0)
        {
            throw Fail(OracleNames.Recovery, "state", differences);
        }

        if (_snapshotFrom is { } from)
        {
            // One that was cut off may have taken the place of the one before, and a later crash may undo that.
            if (burst is not null)
            {
                // What it may hold is not known, because the clients have no answers.
                _kept.Clear();
            }
            else if (_kept.Count > 0)
            {
                _kept.Add(new SnapshotWindow(Model, from));
            }

            _snapshotFrom = null;
        }

        for (var shard = 0; shard < positions.Length; shard++)
        {
            Model.Rewind(shard, positions[shard]);
            _applied[shard] = positions[shard];

            // Opening makes everything durable that it has recovered.
            Model.Shards[shard].MarkDurable(positions[shard]);
            _numbers[shard] = mayLose ? null : _numbers[shard];
        }

        await CheckEverything();
        if (phase == Phase.AfterCrash)
        {
            await CheckCutRestore();
            await CheckKeptSnapshot();
        }

        Phase = Phase.Live;
    }

    /// <summary>
    /// Convergence: once writes have stopped, the optimizer reaches a state in which it has nothing left to do, within a time that is long for
    /// the world. The first pauses are short, so that little else goes on meanwhile. Not checked: how good the state is; nor anything as soon as the disk goes on failing.
    /// </summary>
    /// <param name="time">The world's time.</param>
    /// <param name="longest">The longest pause between two looks, each of which is twice the one before.</param>
    /// <param name="isDiskFailing">True when some calls of the disk fail for good, which may begin while this waits.</param>
    public async ValueTask CheckConvergence(TimeProvider time, TimeSpan longest, Func<bool> isDiskFailing)
    {
        for (var pause = TimeSpan.FromMilliseconds(20); !isDiskFailing() && !await _collection.IsOptimized(); pause *= 2)
        {
            if (pause > longest)
            {
                throw Fail(OracleNames.Convergence, "optimizer", [new Difference("convergence", "writes have stopped, but a segment that needs the optimizer waits for ever")]);
            }

            await Task.Delay(pause, time);
        }
    }

    private async ValueTask<Difference?> CompareFacet(FacetQuery query)
    {
        ReadsCompared++;
        return FieldComparison.Compare(query, Model.FacetCounts(query), await _collection.Facet(query));
    }

    private async ValueTask<Difference?> CompareOrdered(OrderedScrollQuery query)
    {
        while (true)
        {
            ReadsCompared++;
            var found = await _collection.Scroll(query);
            var expected = Model.Scroll(query);
            if (FieldComparison.Compare(query, expected, found) is { } difference)
            {
                return difference;
            }

            if (expected?.Next is not { } next)
            {
                return null;
            }

            query = query with { Order = query.Order with { StartFrom = next.Value, StartId = next.Id } };
        }
    }

    /// <summary>
    /// For each index a read of it over all its values: a scroll in its order, or a facet. And estimates of single values, which need not be there any more; more of them
    /// after an opening, which makes some indexes anew.
    /// </summary>
    private async ValueTask<Difference?> CompareIndexes()
    {
        Difference? difference = null;
        var limit = Model.Current.Points.Count + 16;
        foreach (var (field, type) in Model.Current.Indexes)
        {
            difference ??= type is FieldType.Integer or FieldType.Float or FieldType.DateTime
                ? await CompareOrdered(new OrderedScrollQuery(null, new OrderBy(field), limit))
                : await CompareFacet(new FacetQuery(field, null, limit));
            var index = new FieldIndex(field, type);
            _metValues.Note(index, Model.Current.Points.Values);
            foreach (var condition in _metValues.Next(index, Phase == Phase.Live ? 1 : 4))
            {
                difference ??= await CompareEstimate(new CountQuery(new Filter([condition], [], [])));
            }
        }

        return difference;
    }

    private async ValueTask<Difference?> CompareEstimate(CountQuery query)
    {
        ReadsCompared++;
        return FieldComparison.Compare(query, Model.Count(query), Model.Current.Points.Count, await _collection.EstimateCount(query));
    }

    private static ScrollQuery FullScroll(ModelState state) => new(null, null, state.Points.Count + 16);

    // The vector of ones: any vector shows a wrong set of points, and this one gives every point a score that its components decide.
    private SearchQuery FullSearch(int turn)
    {
        var vectors = Model.Schema.Vectors;
        var vector = vectors[turn % vectors.Count];
        var ones = new float[vector.Dimension];
        Array.Fill(ones, 1f);
        return new SearchQuery(vector.Name, DenseVector.Create(ones), null, Model.Current.Points.Count + 16);
    }

    // So narrow that an index answers it wherever there is one, and every second time over half of the ids only. The turn's parts are taken from above
    // the one that chose this kind of read, so that all of them occur together.
    private SearchQuery NarrowSearch(int turn) => FullSearch(turn) with
    {
        IsExact = false,
        SearchWidth = 1 + (turn / 24 % 3),
        Limit = 1 + (turn / 72 % 2),
        Filter = turn / 12 % 2 == 0 ? new Filter([new SliceCondition(0, 2)], [], []) : null,
    };

    private async ValueTask<Difference?> CompareSearch(SearchQuery query)
    {
        ReadsCompared++;
        var found = await _collection.Search(query);
        var distance = Model.DistanceOf(query.VectorName);
        if (query.IsExact)
        {
            return SearchComparison.Compare(query, distance, Model.Current, found);
        }

        var difference = ApproximateComparison.Compare(query, distance, Model.Current, found, out var recall);
        Recall += recall;
        return difference;
    }

    private async ValueTask<Difference?> CompareScroll(ScrollQuery query)
    {
        while (true)
        {
            ReadsCompared++;
            var found = await _collection.Scroll(query);
            var expected = Model.Scroll(query);
            var difference = PointComparison.Compare("scroll", () => Describe(query), expected.Points, found.Points);
            if (difference is null && found.Next != expected.Next)
            {
                difference = new Difference("scroll", $"{Describe(query)}: the next page starts at {Name(found.Next)} instead of {Name(expected.Next)}");
            }

            if (difference is not null || expected.Next is null)
            {
                return difference;
            }

            query = query with { Offset = expected.Next };
        }

        static string Describe(ScrollQuery query) => $"scroll from {Name(query.Offset)} limit {query.Limit}{FilterText.Of(query.Filter)}";

        static string Name(PointId? id) => id?.ToString() ?? "none";
    }

    private async ValueTask<Difference?> CompareCount(CountQuery query)
    {
        ReadsCompared++;
        var found = await _collection.Count(query);
        var expected = Model.Count(query);
        return found == expected ? null : new Difference("count", $"count{FilterText.Of(query.Filter)}: {found} instead of {expected}");
    }

    private async ValueTask<Difference?> CompareRetrieve(RetrieveQuery query)
    {
        ReadsCompared++;
        var found = await _collection.Retrieve(query);
        return PointComparison.Compare("retrieve", () => $"retrieve {query.Ids}", Model.Retrieve(query), found);
    }

    // The kinds take turns: what one shows for a moment is asked for again while the operations are still under way.
    private ValueTask CheckWindow(int turn) => (turn % 4) switch
    {
        0 => Check(new ScrollQuery(null, null, RequestLimits.LimitMax)),
        1 => Check(new RetrieveQuery(ValueList.From(_seen))),
        2 => Check(new CountQuery(null)),

        // Room for more points than there can be while the search runs.
        _ => Check(FullSearch(turn / 4) with { Limit = RequestLimits.LimitMax }),
    };

    private async ValueTask<IReadOnlyList<Point>> ScrollThrough(ICollectionUnderTest collection)
    {
        var points = new List<Point>();
        var query = new ScrollQuery(null, null, 1000);
        while (true)
        {
            var page = await collection.Scroll(query);
            points.AddRange(page.Points);
            if (page.Next is not { } next)
            {
                return points;
            }

            if (points.Count > 0 && next <= points[^1].Id)
            {
                throw Fail(OracleNames.Reads, "scroll", [new Difference("scroll", $"after point {points[^1].Id} the next page starts at {next}")]);
            }

            query = query with { Offset = next };
        }
    }

    // Which reads are wrong tells one defect from another, so all kinds are asked before the failure is reported.
    private async ValueTask<OracleException> FailWithProbes(Difference first)
    {
        Expectations?.Failed();
        var differences = new List<Difference> { first };
        for (var i = 0; i < Model.Schema.Vectors.Count; i++)
        {
            Add(await CompareSearch(FullSearch(i)));
        }

        Add(await CompareScroll(FullScroll(Model.Current)));
        Add(await CompareCount(new CountQuery(null)));
        Add(await CompareRetrieve(new RetrieveQuery(ValueList.From(_seen))));
        if (differences.Count == 1)
        {
            differences.Add(new Difference(first.Observable, "full reads of every kind, asked after it, were right"));
        }

        var observables = string.Join("+", differences.Select(d => d.Observable).Distinct().Order(StringComparer.Ordinal));
        return Fail(OracleNames.Reads, observables, differences);

        void Add(Difference? difference)
        {
            if (difference is not null && difference.Text != first.Text)
            {
                differences.Add(difference);
            }
        }
    }

    private OracleException Fail(string oracle, string observable, IReadOnlyList<Difference> differences)
    {
        return new(new Failure(new FailureSignature(oracle, observable, Phase), string.Join('\n', differences.Select(d => d.Text)))
        {
            Missing = Union(d => d.Missing),
            Extra = Union(d => d.Extra),
            Different = Union(d => d.Different),

            // One read may see more of a point than another; the first that has both sides is the plainest.
            Sides = ValueList.From(differences.SelectMany(d => d.Sides).OrderBy(s => s.Model is null || s.Engine is null ? 1 : 0).DistinctBy(s => s.Id).OrderBy(s => s.Id)),
        });

        ValueList<PointId> Union(Func<Difference, IEnumerable<PointId>> ids) => ValueList.From(differences.SelectMany(ids).Distinct().Order());
    }

    private sealed class IdsOf : IOperationVisitor<ValueList<PointId>>
    {
        public static readonly IdsOf Instance = new();

        public ValueList<PointId> Visit(UpsertPoints operation) => ValueList.From(operation.Points.Select(p => p.Id));

        public ValueList<PointId> Visit(DeletePoints operation) => operation.Ids;

        public ValueList<PointId> Visit(SetPayload operation) => operation.Ids;

        public ValueList<PointId> Visit(OverwritePayload operation) => operation.Ids;

        public ValueList<PointId> Visit(DeletePayload operation) => operation.Ids;

        public ValueList<PointId> Visit(ClearPayload operation) => operation.Ids;

        public ValueList<PointId> Visit(UpdateVectors operation) => ValueList.From(operation.Points.Select(p => p.Id));

        public ValueList<PointId> Visit(DeleteVectors operation) => operation.Ids;

        public ValueList<PointId> Visit(CreateVectorName operation) => [];

        public ValueList<PointId> Visit(DeleteVectorName operation) => [];

        public ValueList<PointId> Visit(CreateFieldIndex operation) => [];

        public ValueList<PointId> Visit(DropFieldIndex operation) => [];

        // Which points it is depends on the state; the full reads see them anyway.
        public ValueList<PointId> Visit(ByFilter operation) => [];
    }
}

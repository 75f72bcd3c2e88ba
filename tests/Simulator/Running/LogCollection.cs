using System.Globalization;
using System.Text;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Engine.Requests;
using Sim.Model;
using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Running;

/// <summary>
/// The smallest collection that survives a crash: one log of operations as text, one line each, and everything else in memory. It has one
/// shard, answers with the model's own reads, and can be made wrong.
/// </summary>
internal sealed class LogCollection : ICollectionUnderTest
{
    private static readonly PointName Applied = new("log.applied");

    private readonly IRuntime _runtime;
    private readonly Plan _plan;
    private readonly IFile _log;
    private readonly IDisposable _lock;
    private readonly LogMistake _mistake;
    private Durability _durability;
    private readonly AsyncMutex _updates;
    private ModelState _state;
    private OperationNumber _last;

    private LogCollection(IRuntime runtime, Plan plan, IFile log, IDisposable exclusive, ModelState state, OperationNumber last, LogMistake mistake)
    {
        _updates = new AsyncMutex(runtime, "updates");
        _last = last;
        _lock = exclusive;
        _runtime = runtime;
        _plan = plan;
        _durability = plan.Options.Durability;
        _log = log;
        _state = state;
        _mistake = mistake;
    }

    /// <summary>Opens collections with this mistake.</summary>
    public static OpenCollection With(LogMistake mistake) => (runtime, plan) => Open(runtime, plan, mistake);

    public CollectionSchema Schema => _plan.Schema with { Vectors = _state.Vectors };

    public int ShardOf(PointId id) => 0;

    public async ValueTask<UpdateResult> Update(Operation operation, bool wait)
    {
        // One after the other, from the check to the effect.
        using var mine = await _updates.Lock();
        if (!OperationRules.Allow(Schema, [_state], operation))
        {
            return new UpdateResult(UpdateStatus.Rejected, "it breaks a rule");
        }

        // Conditions are settled before the log, as the contract says.
        operation = _state.Settle(operation);
        var status = wait ? UpdateStatus.Completed : UpdateStatus.Acknowledged;
        if (ModelState.DoesNothing(operation))
        {
            return new UpdateResult(status);
        }

        var (kind, content) = OperationJson.Write(operation);
        var text = content!.ToJsonString();
        var line = string.Create(CultureInfo.InvariantCulture, $"{kind} {text.Length} {text}\n");
        await _log.Write(_log.Length, Encoding.UTF8.GetBytes(line));
        if ((wait || _durability == Durability.EveryOperation) && _mistake != LogMistake.ForgetsToFlush)
        {
            await _log.Flush();
        }

        await _runtime.Point(Applied, Resource.None, Access.Write);
        _state = _state.Apply(operation);
        _last = _last.Next;
        return new UpdateResult(status) { Parts = [new LoggedPart(0, _mistake == LogMistake.NumbersBackwards ? new(ulong.MaxValue - _last.Value) : _last)] };
    }

    public ValueTask<ValueList<ScoredPoint>> Search(SearchQuery query) =>
        ReadRules.Allow(query) && OperationRules.Allow(Schema, query.VectorName, query.Vector)
            ? new(_state.Search(query, _state.Vectors.Single(v => v.Name == query.VectorName).Distance))
            : throw new RequestException("the search does not fit the schema");

    public ValueTask<ValueList<ScoredPoint>> Query(PointQuery query) => QueryEvaluation.IsAllowed(_state, query.Stage)
        ? new(ValueList.From(QueryEvaluation.Answer(_state, query.Stage with { Limit = query.Stage.Limit + query.Offset }).Ranked
            .Skip(query.Offset).Select(r => new ScoredPoint(r.Id, (float)r.Score))))
        : throw new RequestException("the query does not fit the collection");

    public ValueTask<ScrollPage> Scroll(ScrollQuery query) =>
        ReadRules.Allow(query) ? new(_state.Scroll(query)) : throw new RequestException("the scroll breaks a rule");

    public ValueTask<long> Count(CountQuery query) => !ReadRules.Allow(query) ? throw new RequestException("the count breaks a rule") : new(_state.Count(query) + (_mistake == LogMistake.Miscounts && _state.Points.Count > 2 ? 1 : 0));

    public ValueTask<ValueList<Point>> Retrieve(RetrieveQuery query) => new(_state.Retrieve(query));

    public ValueTask<OrderedPage?> Scroll(OrderedScrollQuery query) => new(ReadRules.Allow(query) ? _state.Scroll(query) : null);

    public ValueTask<ValueList<FacetCount>?> Facet(FacetQuery query) =>
        new(ReadRules.Allow(query) && _state.FacetCounts(query) is { } counts ? ValueList.From(counts.Take(query.Limit)) : null);

    public ValueTask<CountEstimate> EstimateCount(CountQuery query) =>
        new(new CountEstimate(_state.Count(query), _state.Count(query), _state.Count(query)));

    public ValueList<FieldIndex> FieldIndexes(int shard) => ValueList.From(_state.Indexes.Select(index => new FieldIndex(index.Key, index.Value)));

    public async Task Flush()
    {
        await _log.Flush();
        if (_mistake == LogMistake.NeverEndsItsFlush)
        {
            await new TaskCompletionSource().Task;
        }
    }

    public async Task Close()
    {
        await _log.Flush();
        _log.Dispose();
        _lock.Dispose();
    }

    public async Task CreateSnapshot(string path)
    {
        var bytes = new byte[_log.Length];
        await _log.Read(0, bytes);
        await WriteWhole(path, bytes);
    }

    public async Task<ICollectionUnderTest> Restore(string path, string directory)
    {
        using var file = await _runtime.Files.Open(path, FileOpening.Existing);
        var bytes = new byte[file.Length];
        await file.Read(0, bytes);
        await WriteWhole(directory, bytes);
        return (await OpenRestored(directory))!;
    }

    public async Task<ICollectionUnderTest?> OpenRestored(string directory)
    {
        if (!await _runtime.Files.Exists(directory))
        {
            return null;
        }

        var file = await _runtime.Files.Open(directory, FileOpening.Existing);
        var bytes = new byte[file.Length];
        await file.Read(0, bytes);
        var (state, last, _) = Parse(bytes, _plan);
        return new LogCollection(_runtime, _plan, file, file, state, last, _mistake);
    }

    private async Task WriteWhole(string path, byte[] bytes)
    {
        var directory = path[..path.LastIndexOf('/')];
        await _runtime.Files.CreateDirectory(directory);
        await _runtime.Files.FlushDirectory("/");
        using (var file = await _runtime.Files.Open(path + ".tmp", FileOpening.Replace))
        {
            await file.Write(0, bytes);
            await file.Flush();
        }

        await _runtime.Files.Rename(path + ".tmp", path);
        await _runtime.Files.FlushDirectory(directory.Length > 0 ? directory : "/");
    }

    public Task Reconfigure(CollectionOptions options)
    {
        _durability = options.Durability;
        return Task.CompletedTask;
    }

    public ValueTask<bool> IsOptimized() => new(true);

    private static async Task<ICollectionUnderTest> Open(IRuntime runtime, Plan plan, LogMistake mistake)
    {
        const string Path = "/log";
        var exclusive = await runtime.Files.Lock("/lock");
        if (!await runtime.Files.Exists(Path))
        {
            var created = await runtime.Files.Open(Path, FileOpening.New);
            await runtime.Files.FlushDirectory("/");
            return new LogCollection(runtime, plan, created, exclusive, ModelState.Empty.With(plan.Schema.Vectors), OperationNumber.None, mistake);
        }

        if (mistake == LogMistake.FailsToRecover)
        {
            throw new StorageException(Path, 0, "a log", "something else");
        }

        var log = await runtime.Files.Open(Path, FileOpening.Existing);
        var bytes = new byte[log.Length];
        await log.Read(0, bytes);
        var (state, last, end) = Parse(bytes, plan);
        await log.SetLength(end);
        await log.Flush();
        return new LogCollection(runtime, plan, log, exclusive, state, last, mistake);
    }

    // Up to the first line that is not whole: a torn write may leave zeros in the middle of it.
    private static (ModelState State, OperationNumber Last, long End) Parse(byte[] bytes, Plan plan)
    {
        var state = ModelState.Empty.With(plan.Schema.Vectors);
        var last = OperationNumber.None;
        var start = 0;
        while (Array.IndexOf(bytes, (byte)'\n', start) is var end and >= 0)
        {
            var parts = Encoding.UTF8.GetString(bytes, start, end - start).Split(' ', 3);
            if (parts.Length < 3 || parts[1] != parts[2].Length.ToString(CultureInfo.InvariantCulture) || parts[2].Contains('\0', StringComparison.Ordinal))
            {
                break;
            }

            using var document = System.Text.Json.JsonDocument.Parse(parts[2]);
            state = state.Apply(OperationJson.Read(parts[0], JsonPlace.Root(document, "log")));
            last = last.Next;
            start = end + 1;
        }

        return (state, last, start);
    }
}

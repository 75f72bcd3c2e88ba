using System.Globalization;
using Sim.Model;
using Sim.Runtime.Files;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulator.Corpus;
using Sim.Simulator.Covering;
using Sim.Simulator.Oracles;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Running;

/// <summary>
/// The client of an iteration, which others join for a burst. It walks through the plan across all incarnations: a step that a kill cuts off counts as done,
/// because nobody can tell whether it was.
/// <para>
/// <b>Errors of the disk</b>: once a call of the disk has failed in an incarnation, any call of the collection that changes something may end with such an error, and a
/// snapshot, a restore, an opening and a closing too. Then reads must go on being right, for a few reads; the incarnation ends, what was not flushed is lost or not, and recovery is
/// checked as after a kill: what was under way may have happened or not. Not accepted are any other exception, damage, and an error without a fault.
/// </para>
/// </summary>
internal sealed class Client : IPlanStepVisitor<ValueTask>
{
    /// <summary>The name of the task that walks through the plan.</summary>
    public const string TaskName = "client";

    private const int ReadsAfterFailure = 6;

    private readonly IClientWorld _world;
    private readonly IterationRequest _request;
    private readonly Coverage _coverage;
    private readonly Queue<RecoveryKill> _recoveryKills = new();
    private ICollectionUnderTest? _collection;
    private CollectionWatch? _watch;
    private readonly List<Task> _flushesBeside = [];
    private Task? _snapshotBeside;
    private int _next;
    private int _armedAt;
    private int _settledBefore;
    private int _recoveryIndex;
    private KillStep? _armed;
    private RecoveryKill? _recoveryKill;
    private bool _isReadingAfterFailure;
    private long _operations;
    private long _kills;
    private long _restarts;
    private long _flushes;

    /// <summary>A client at the start of its plan.</summary>
    public Client(IClientWorld world, IterationRequest request, Coverage coverage)
    {
        _coverage = coverage;
        _world = world;
        _request = request;
    }

    /// <summary>True when the plan has been walked to its end and the collection closed.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>How many steps of the plan were begun.</summary>
    public int StepsBegun => _next;

    /// <summary>When in the collection's life the client is.</summary>
    public Phase Phase { get; private set; }

    /// <summary>The oracles over the collection; null before it has been opened for the first time.</summary>
    public CollectionWatch? Watched => _watch;

    /// <summary>Where the kills struck that did not have to wait for a step of the plan to do it.</summary>
    public List<StruckKill> Kills { get; } = [];

    /// <summary>The kill that has ended the last incarnation; null when something else has.</summary>
    public KillPlace? LastKill { get; private set; }

    /// <summary>What was done so far.</summary>
    public IterationCounts Counts => new(_operations, _watch?.ReadsCompared ?? 0, _world.Steps, _kills, _restarts, _flushes)
    {
        Recall = _watch?.Recall ?? default,
    };

    /// <summary>The kill that falls into the incarnation about to begin; null for none.</summary>
    public KillRule? NextRecoveryKill => _recoveryKill?.Rule;

    /// <summary>
    /// One incarnation: opens the collection, checks what it recovered and walks on through the plan. Returns at the end of the plan, or
    /// where an armed kill has to strike because it has not yet.
    /// </summary>
    public async Task Live()
    {
        Phase = _watch is null ? Phase.Live : Phase.Recovery;

        // The incarnation before may have ended in the middle of those reads.
        _isReadingAfterFailure = false;
        _settledBefore = -1;
        var steps = _request.Plan.Steps;
        if (_next == 0 && steps is [KillStep first, ..])
        {
            // Before the first opening, which it may strike.
            _next++;
            await first.Accept(this);
        }

        await OpenCollection(Phase.AfterCrash);
        while (_next < steps.Count)
        {
            var step = steps[_next];
            if (_armed is not null && step is KillStep or RestartStep)
            {
                return;
            }

            _world.Note(_next);
            _request.StepBegins?.Invoke(_next);
            _request.Log?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{_next,5}  {StepJson.Write(step).ToJsonString()}"));
            _next++;
            _coverage.Did(step);
            try
            {
                var number = _next - 1;
                await step.Accept(this);
                _request.StepEnds?.Invoke(number);
            }
            catch (StorageException failure) when (MayFailWith(failure, TaskName))
            {
                if (_collection is not null && step is not RestartStep)
                {
                    _isReadingAfterFailure = true;
                    await Watch.ReadBeside(_next, ReadsAfterFailure);
                    _isReadingAfterFailure = false;
                }

                HasFailed = true;
                return;
            }
        }

        if (_armed is null)
        {
            await CheckConvergence();
            await CloseCollection(step: null, isSettled: true);
            IsFinished = true;
        }
    }

    /// <summary>True when an error of the disk has ended the incarnation.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>
    /// True when this exception of a task may end the incarnation: an error of the disk after a fault of it. The reads that the client itself makes after the
    /// first such error may not fail; what goes on beside them may.
    /// </summary>
    public bool MayFailWith(Exception? exception, string? task) =>
        exception is StorageException { Error: StorageError.InputOutput or StorageError.Full or StorageError.WritesStopped }
        && !(_isReadingAfterFailure && task == TaskName)
        && HasErrors;

    /// <summary>An error of the disk has ended the incarnation: tells what the disk loses and makes ready for the next one. A kill that has not struck is void.</summary>
    public CrashRule Failed()
    {
        _request.Log?.Invoke("       ended by an error of the disk");
        HasFailed = false;
        LastKill = null;
        _collection = null;
        _flushesBeside.Clear();
        _snapshotBeside = null;
        _armed = null;
        _recoveryKill = null;
        _recoveryKills.Clear();
        var random = _request.Seed.Stream(string.Create(CultureInfo.InvariantCulture, $"failure-{_world.Incarnations}"));
        return new CrashRule(random.Pick([CrashMode.KeepAll, CrashMode.KeepCache, CrashMode.DropAll, CrashMode.Random, CrashMode.Random]), random.NextBits());
    }

    /// <summary>The incarnation has been killed: tells what the disk loses and makes ready for the next one.</summary>
    /// <param name="at">Where it was killed; null when it stopped by itself for the kill.</param>
    public CrashRule Killed(KillPoint? at)
    {
        _kills++;
        _collection = null;
        _flushesBeside.Clear();
        _snapshotBeside = null;
        CrashRule crash;
        if (_armed is { } kill)
        {
            crash = kill.Crash;
            _recoveryIndex = -1;
            foreach (var recovery in kill.Recoveries)
            {
                _recoveryKills.Enqueue(recovery);
            }
        }
        else
        {
            crash = _recoveryKill!.Crash;
        }

        LastKill = new KillPlace(_armedAt, _recoveryIndex);
        _coverage.Killed(at, crash.Mode, _recoveryIndex >= 0);
        if (at is not null)
        {
            Kills.Add(new StruckKill(_armedAt, _recoveryIndex, at));
        }

        _armed = null;
        _recoveryIndex++;
        _recoveryKill = _recoveryKills.TryDequeue(out var next) ? next : null;
        _request.Log?.Invoke($"       killed {(at is null ? "between two steps of the plan" : $"before {at.Task} {at.Point} #{at.Occurrence}")}, {crash.Mode}");
        return crash;
    }

    public async ValueTask Visit(UpdateStep step)
    {
        _operations++;
        var reader = step.ReadsBeside > 0
            ? Start(string.Create(CultureInfo.InvariantCulture, $"reader-{step.Turn}"), () => Watch.ReadBeside(step.Turn, step.ReadsBeside))
            : null;
        await Watch.Update(step.Operation, step.Wait, step.Turn, reader);
    }

    public ValueTask Visit(SearchStep step) => Watch.Check(step.Query);

    public ValueTask Visit(QueryStep step) => Watch.Check(step.Query);

    public ValueTask Visit(ScrollStep step) => Watch.Check(step.Query);

    public ValueTask Visit(CountStep step) => Watch.Check(step.Query);

    public ValueTask Visit(RetrieveStep step) => Watch.Check(step.Query);

    public ValueTask Visit(OrderedScrollStep step) => Watch.Check(step.Query);

    public ValueTask Visit(FacetStep step) => Watch.Check(step.Query);

    public ValueTask Visit(EstimateStep step) => Watch.CheckEstimate(step.Query);

    public async ValueTask Visit(BurstStep step)
    {
        Watch.BeginBurst();
        var clients = step.Clients
            .Select(client => Start(string.Create(CultureInfo.InvariantCulture, $"client-{step.Turn}-{client.Number}"), () => Walk(client)))
            .ToArray();
        foreach (var client in clients)
        {
            await client;
        }

        await Watch.EndBurst();
    }

    public async ValueTask Visit(DelayStep step)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(step.Milliseconds), _world.Time);

        // What the background work did meanwhile must not show.
        await Watch.CheckEverything();
    }

    public async ValueTask Visit(FlushStep step)
    {
        _flushes++;
        await EndFlushBeside();
        if (step.Wait)
        {
            await Watch.Flush();
            await Watch.CheckEverything();
        }
        else
        {
            _flushesBeside.Add(Start("flush-beside", Watch.Flush));
        }
    }

    public async ValueTask Visit(SnapshotStep step)
    {
        await EndSnapshotBeside();
        _snapshotBeside = Start("snapshot", () => Watch.Snapshot("/snapshots/newest"));
        if (step.Wait)
        {
            await EndSnapshotBeside();
            await Watch.CheckEverything();
        }
    }

    public async ValueTask Visit(SettleStep step)
    {
        await EndSnapshotBeside();
        await CheckConvergence();
        _settledBefore = _next;
    }

    public async ValueTask Visit(ReconfigureStep step)
    {
        await _collection!.Reconfigure(_request.Plan.Options.ToCollectionOptions() with
        {
            FlushInterval = TimeSpan.FromMilliseconds(step.FlushIntervalMilliseconds),
            IndexingThreshold = step.IndexingThreshold,
            MaxSegments = step.MaxSegments,
            Durability = step.Durability,
            CommitWindow = TimeSpan.FromMilliseconds(step.CommitWindowMilliseconds),
        });
        Watch.Durability = step.Durability;
    }

    public async ValueTask Visit(RestartStep step)
    {
        _restarts++;
        await CloseCollection(_next - 1, isSettled: _settledBefore == _next - 1);
        Phase = Phase.Recovery;
        await OpenCollection(Phase.AfterRestart);
    }

    public ValueTask Visit(KillStep step)
    {
        _armed = step;
        _armedAt = _next - 1;
        _world.Arm(step.Rule);
        return ValueTask.CompletedTask;
    }

    private CollectionWatch Watch => _watch!;

    private bool HasErrors => _world.FiredFaults.Any(IsError);

    // A disk that goes on failing keeps the optimizer from its work.
    private bool HasLastingErrors => _world.FiredFaults.Any(fault => IsError(fault) && fault.Effect.Lasts);

    private bool IsError(FiredFault fault) =>
        fault.Incarnation == _world.Incarnations && fault.Effect.Fault is DiskFault.InputOutput or DiskFault.Full;

    private ValueTask CheckConvergence() => Watch.CheckConvergence(_world.Time, _world.ConvergencePauseMax, () => HasLastingErrors);

    private Task Start(string name, Func<Task> body)
    {
        var begins = _request.Listener?.TaskStarts(name);
        return _world.Start(name, begins is null ? body : () =>
        {
            begins();
            return body();
        });
    }

    private async Task Walk(BurstClient client)
    {
        foreach (var step in client.Steps)
        {
            _coverage.Did(step);
            await step.Accept(this);
        }
    }

    private async Task OpenCollection(Phase phase)
    {
        _collection = await _request.Open(_world.Runtime, _request.Plan);
        await CheckExclusive();
        if (_recoveryKill is not null)
        {
            _world.Arm(null);
            _recoveryKill = null;
            _recoveryKills.Clear();
        }

        if (_watch is null)
        {
            _watch = new CollectionWatch(_collection, new ReferenceModel(_request.Plan.Schema, _collection.ShardOf))
            {
                Durability = _request.Plan.Options.Durability,
                Coverage = _coverage,
                Expectations = _request.Listener,
            };
            _request.Listener?.Watches(_watch);
            return;
        }

        Phase = phase;
        _watch.Durability = _request.Plan.Options.Durability;
        await _watch.Reopened(_collection, phase);
        Phase = Phase.Live;
    }

    /// <summary>A directory that a collection has open cannot be opened again, not even by the same program.</summary>
    private async Task CheckExclusive()
    {
        try
        {
            await _request.Open(_world.Runtime, _request.Plan);
        }
        catch (StorageException refusal) when (refusal.Error == StorageError.Locked)
        {
            return;
        }

        throw new OracleException(new Failure(
            new FailureSignature(OracleNames.Exclusive, "open", Phase), "the collection was opened a second time while it was open"));
    }

    /// <summary>Closes the collection in order.</summary>
    /// <param name="step">The step of the plan that closes it; null at the end of the plan.</param>
    /// <param name="isSettled">True when the optimizer has nothing left to do, and nobody has sent it anything since.</param>
    private async Task CloseCollection(int? step, bool isSettled)
    {
        await EndFlushBeside();
        await EndSnapshotBeside();
        var isQuiet = isSettled && Watch.IsQuiet && !HasErrors;
        _request.Listener?.Closes(step, isQuiet);
        if (isQuiet)
        {
            // The first makes everything durable and destroys the segments that nothing needs any more; the second gives up what of the log they needed.
            await Watch.Flush();
            await Watch.Flush();
        }

        await _collection!.Close();
        _collection = null;
        if (await _world.CheckFiles(Phase.AfterRestart, isQuiet && !HasErrors) is { } failure)
        {
            throw new OracleException(failure);
        }
    }

    private async Task EndSnapshotBeside()
    {
        if (_snapshotBeside is { } snapshot)
        {
            _snapshotBeside = null;
            await snapshot;
        }
    }

    private async Task EndFlushBeside()
    {
        Task[] flushes = [.. _flushesBeside];
        _flushesBeside.Clear();
        foreach (var flush in flushes)
        {
            await flush;
        }
    }
}

using System.Globalization;
using Sim.Contracts.Operations;
using Sim.Contracts.Queries;
using Sim.Model;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Disks;
using Sim.Simulation.Strategies;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;

namespace Sim.Simulator.Enumerating;

/// <summary>
/// Runs one iteration and lets it crash at every call that changes the disk, in every way that <see cref="CrashCandidates"/> lists, each on a copy of the
/// disk: the run itself goes on as if nothing had happened. Recoveries in the run are a part of it, so they crash too.
/// <para>
/// <b>Checked</b> after each crash: what <see cref="StoredFiles"/> says of the bytes, and what <see cref="CollectionWatch.Reopened"/> says of the collection that is
/// opened on them. At each position, besides, only the program dies, the collection is opened on the cache that it has left, and then the power fails and
/// takes with it all that was not flushed: what was recovered must be there.
/// </para>
/// <para>Not checked: crashes while several clients send at once, when what may be left is known only after they have their answers; snapshots that were made before.</para>
/// </summary>
internal sealed class CrashEnumeration
{
    private readonly IterationRequest _request;
    private readonly int _mostAtPosition;
    private readonly CancellationToken _interrupted;
    private readonly HashSet<(ulong Disk, string Expected)> _tried = [];
    private readonly SortedDictionary<int, (Operation Operation, ModelState After)>[] _operations;
    private EnumeratedFailure? _failure;
    private long _positions;
    private long _crashes;
    private long _skipped;

    private CrashEnumeration(IterationRequest request, int mostAtPosition, CancellationToken interrupted)
    {
        _request = request;
        _mostAtPosition = mostAtPosition;
        _interrupted = interrupted;
        _operations = [.. Enumerable.Range(0, request.Plan.Schema.ShardCount).Select(_ => new SortedDictionary<int, (Operation, ModelState)>())];
    }

    /// <summary>Runs the iteration and everything beside it, up to the first failure.</summary>
    /// <param name="request">The iteration.</param>
    /// <param name="mostAtPosition">The most ways to crash at one position.</param>
    /// <param name="interrupted">Ends it early.</param>
    public static EnumerationResult Run(IterationRequest request, int mostAtPosition, CancellationToken interrupted)
    {
        var enumeration = new CrashEnumeration(request, mostAtPosition, interrupted);
        var run = Iteration.Run(request with { BeforeDiskCall = enumeration.Visit });
        return new EnumerationResult(enumeration._positions, enumeration._crashes, enumeration._skipped, enumeration._failure, run.Failure);
    }

    private void Visit(SimulatedWorld world, Client client, KillPoint at)
    {
        if (_failure is not null || _interrupted.IsCancellationRequested)
        {
            return;
        }

        _positions++;
        var watch = client.Watched;
        if (watch is { KnowsWhatMaySurvive: false })
        {
            _skipped++;
            return;
        }

        Remember(watch);
        var expected = watch is null ? "" : string.Join(' ', watch.Model.Shards.Select(shard => $"{shard.Durable}-{shard.Last}"));
        var changes = world.Disk.Unsettled;
        foreach (var choice in CrashCandidates.Of(changes, _mostAtPosition, (ulong)_positions))
        {
            if (Try(world.Disk, watch, expected, disk => disk.Crash(choice), isCacheKept: false) is { } failure)
            {
                _failure = Explain(world.Disk, watch, client, at, changes, choice, failure);
                return;
            }
        }

        if (Try(world.Disk, watch, expected, disk => disk.Crash(new CrashRule(CrashMode.KeepCache, 0)), isCacheKept: true) is { } second)
        {
            _failure = new EnumeratedFailure(
                _positions,
                at,
                client.StepsBegun - 1,
                second,
                [],
                "only the program was killed, and the collection was opened on the kernel's cache; then the power failed",
                [],
                "opening relied on something that it had read and not flushed");
        }
    }

    // The history forgets what no crash may go back to, but the name of what was lost must be known.
    private void Remember(CollectionWatch? watch)
    {
        for (var shard = 0; watch is not null && shard < _operations.Length; shard++)
        {
            var history = watch.Model.Shards[shard];
            var known = _operations[shard];
            foreach (var undone in known.Keys.Where(position => position > history.Last).ToArray())
            {
                known.Remove(undone);
            }

            for (var position = history.First + 1; position <= history.Last; position++)
            {
                known[position] = (history.OperationAt(position), history.At(position));
            }
        }
    }

    private Failure? Try(SimulatedDisk disk, CollectionWatch? watch, string expected, Action<SimulatedWorld> crash, bool isCacheKept)
    {
        var world = World(disk);
        crash(world);
        if (!_tried.Add((Hash(world.Disk, isCacheKept), expected)))
        {
            return null;
        }

        _crashes++;
        if (StoredFiles.Check(world.Disk, EngineCollection.DirectoryName, Phase.AfterCrash) is { } damage)
        {
            return damage;
        }

        var after = watch;
        if (Recover(world, ref after) is { } failure)
        {
            return failure;
        }

        if (!isCacheKept)
        {
            return null;
        }

        world.Crash(new CrashRule(CrashMode.DropAll, 0));
        return StoredFiles.Check(world.Disk, EngineCollection.DirectoryName, Phase.AfterCrash) ?? Recover(world, ref after);
    }

    private Failure? Recover(SimulatedWorld world, ref CollectionWatch? watch)
    {
        var before = watch;
        CollectionWatch? after = null;
        var run = world.Run(Client.TaskName, async () =>
        {
            var collection = await _request.Open(world, _request.Plan);
            after = before?.AfterCrash() ?? new CollectionWatch(collection, new ReferenceModel(_request.Plan.Schema, collection.ShardOf));
            await after.Reopened(collection, Phase.AfterCrash);
        });
        watch = after;
        return run.Outcome == RunOutcome.Completed ? null : Iteration.Describe(run, Phase.Recovery);
    }

    private SimulatedWorld World(SimulatedDisk disk) => new(new WorldOptions
    {
        Seed = _request.Seed,
        Strategy = new BaseStrategy(),
        StepLimit = _request.StepLimit,
        StepDuration = TimeSpan.FromMicroseconds(_request.Plan.Options.StepMicroseconds),
        Disk = disk,
    });

    /// <summary>Finds the fewest losses that are enough for the failure, or the fewest changes that came too early, and the operations that are lost.</summary>
    private EnumeratedFailure Explain(
        SimulatedDisk disk, CollectionWatch? watch, Client client, KillPoint at, IReadOnlyList<UnsettledChange> changes, CrashChoice choice, Failure failure)
    {
        var fates = changes.Select(change => choice.FateOf(change.Number)).ToArray();
        Simplify(CrashFate.Kept);
        var lost = changes.Where((_, i) => fates[i] != CrashFate.Kept).ToArray();
        var missing = string.Join("; ", lost.Select(change => change.Directory is { } directory ? $"the flush of the directory {directory}" : $"the flush of {change.Path}").Distinct());
        if (lost.Length == 0)
        {
            // Nothing that was written is missed, so something was written too early.
            Simplify(CrashFate.Dropped);
            var early = string.Join("; ", changes.Where((_, i) => fates[i] != CrashFate.Dropped));
            missing = $"{at.Task} {at.Point} #{at.Occurrence}, or a later call: it should have come before {(early.Length > 0 ? early : "what was flushed already")}";
        }

        var crashed = World(disk);
        crashed.Crash(CrashCandidates.Choice(changes, fates));
        return new EnumeratedFailure(
            _positions, at, client.StepsBegun - 1, failure, [.. changes.Select((change, i) => $"{Text(fates[i])}  {change}")], null, LostOperations(crashed, watch), missing);

        // Gives this fate to each change that the failure does without.
        void Simplify(CrashFate fate)
        {
            for (var i = fates.Length - 1; i >= 0; i--)
            {
                var before = fates[i];
                fates[i] = fate;
                _tried.Clear();
                if (before == fate)
                {
                    continue;
                }

                if (Try(disk, watch, "", world => world.Crash(CrashCandidates.Choice(changes, fates)), isCacheKept: false) is { } same && same.Signature == failure.Signature)
                {
                    failure = same;
                }
                else
                {
                    fates[i] = before;
                }
            }
        }
    }

    private static string Text(CrashFate fate) => fate switch
    {
        CrashFate.Dropped => "lost       ",
        CrashFate.Kept => "kept       ",
        CrashFate.Torn => "torn       ",
        CrashFate.LengthOnly => "length only",
    };

    // A shard whose state is that of a position before the last durable one has lost the operations in between.
    private List<string> LostOperations(SimulatedWorld crashed, CollectionWatch? watch)
    {
        var lost = new List<string>();
        if (watch is null)
        {
            return lost;
        }

        crashed.Run(Client.TaskName, async () =>
        {
            var collection = await _request.Open(crashed, _request.Plan);
            var page = await collection.Scroll(new ScrollQuery(null, null, Contracts.RequestLimits.LimitMax));
            for (var shard = 0; shard < _operations.Length; shard++)
            {
                var durable = watch.Model.Shards[shard].Durable;
                var found = ModelState.Of(page.Points.Where(point => watch.Model.ShardOf(point.Id) == shard), collection.FieldIndexes(shard)).With(collection.Schema.Vectors);
                var known = _operations[shard];
                var position = durable;
                while (position > 0 && !(known.TryGetValue(position, out var each) && each.After.IsSameAs(found)))
                {
                    position--;
                }

                for (var next = position + 1; next <= durable && (position > 0 || found.Points.Count == 0); next++)
                {
                    if (known.TryGetValue(next, out var gone))
                    {
                        var (kind, content) = OperationJson.Write(gone.Operation);
                        lost.Add(string.Create(CultureInfo.InvariantCulture, $"operation {next} of shard {shard}, which was durable: {kind} {content?.ToJsonString()}"));
                    }
                }
            }
        });
        return lost;
    }

    // Equal disks give equal recoveries. With the cache kept, what is not flushed is a part of it, and is not looked at here; positions then count as different.
    private ulong Hash(SimulatedDisk disk, bool isCacheKept)
    {
        var hash = isCacheKept ? (ulong)_positions : 0;
        foreach (var directory in disk.Directories)
        {
            hash = StableHash.Combine(hash, StableHash.Of(directory));
        }

        foreach (var file in disk.Files)
        {
            hash = StableHash.Combine(hash, StableHash.Of(file.Path));
            foreach (var value in file.Bytes.Span)
            {
                hash = unchecked((hash ^ value) * 1_099_511_628_211);
            }
        }

        return hash;
    }
}

using Sim.Contracts.Operations;
using Sim.Contracts.Queries;
using Sim.Engine.Verification;
using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulation.Strategies;

namespace Sim.Engine.Tests.Faults;

/// <summary>
/// Every call that the engine makes of the disk in a fixed scenario is found by counting, and fails once with each error it can give, for once and for
/// good. Whatever fails: nothing hangs, nothing acknowledged is lost by a power failure afterwards, an operation that failed has happened whole or
/// not at all, what is left on disk is no damage, and no file stays open. After a failed operation reads still answer, and further writes are refused by an error that
/// says why. Bits that change at rest are the business of the tests of damage.
/// </summary>
public sealed class EveryCallTests
{
    private const string Directory = "/c";

    private static readonly CollectionOptions Options = new()
    {
        FlushInterval = TimeSpan.FromHours(1),
        IndexingThreshold = 4,
        MaxSegments = 1,
        WalSegmentBytes = 200,
        HnswThreshold = 3,
        HnswLinks = 2,
        HnswBuildWidth = 4,
    };

    [Theory]
    [InlineData(DiskFault.InputOutput, false)]
    [InlineData(DiskFault.InputOutput, true)]
    [InlineData(DiskFault.Full, false)]
    [InlineData(DiskFault.Full, true)]
    [InlineData(DiskFault.ShortRead, false)]
    public void A_call_that_fails_loses_nothing_that_was_acknowledged(DiskFault fault, bool lasts)
    {
        var calls = CallsOfTheScenario();
        Assert.True(calls.Count > 150, $"{calls.Count}");
        foreach (var call in calls.Where(call => DiskFaultRules.Possible(call.Kind).Contains(fault)))
        {
            foreach (var mode in new[] { CrashMode.DropAll, CrashMode.KeepAll, CrashMode.KeepCache })
            {
                // An even detail is a flush that has lost what it should have settled, and a part of a write.
                var effect = new FaultEffect(TimeSpan.Zero) { Fault = fault, Detail = mode == CrashMode.KeepAll ? 7u : 6u, Lasts = lasts };
                Try(call, effect, mode);
            }
        }
    }

    private static List<DiskCall> CallsOfTheScenario()
    {
        var recorder = new RecordingFaults();
        var world = World(recorder);
        var ledger = new Ledger();
        world.Complete(() => Scenario(world, ledger));
        Assert.Null(ledger.Failure);
        return recorder.Calls;
    }

    private static void Try(DiskCall call, FaultEffect effect, CrashMode mode)
    {
        var name = $"{effect.Fault} of {call.Kind} {call.Path} #{call.Ordinal}, {mode}";
        var world = World(new ListedFaults([new FiredFault(1, call.Kind, call.Path, call.Ordinal, effect)]));
        var ledger = new Ledger();
        var run = world.Run("scenario", () => Scenario(world, ledger));
        Assert.True(run.Outcome == RunOutcome.Completed, $"{name}: {run.Outcome} {run.Deadlock} {run.Failure}");
        Assert.True(world.FiredFaults.Count > 0, name);
        Assert.True(world.OpenFiles.Count == 0, $"{name}: {string.Join(", ", world.OpenFiles)}");

        world.Crash(new CrashRule(mode, 1));
        if (!world.Disk.Directories.Contains(Directory[1..]))
        {
            Assert.True(ledger.Acknowledged.Count == 0, name);
            return;
        }

        var report = CollectionVerifier.Verify(world.Disk.View, Directory).AsTask().GetAwaiter().GetResult();
        Assert.True(report.IsCollection && report.Worst != FindingSeverity.Damage, $"{name}: {string.Join('\n', report.Findings)}");
        var again = world.Run("again", async () =>
        {
            var collection = await Collection.Open(world, Directory, Samples.Schema, Options);
            Assert.True(ledger.Allows(await Read(collection)), $"{name}: {ledger.Failure?.Message}");
            ledger.Settle(await Read(collection));
            await Upsert(collection, ledger, 9, 9);
        });
        Assert.True(again.Outcome == RunOutcome.Completed, $"{name}: {again.Outcome} {again.Failure}");

        // What the second run has read, and acknowledged on top of it, survives the power failure that comes now.
        world.Crash(new CrashRule(CrashMode.DropAll, 1));
        var last = world.Run("last", async () =>
        {
            var collection = await Collection.Open(world, Directory, Samples.Schema, Options);
            Assert.True(ledger.Allows(await Read(collection)), $"{name}, and then the power failed: {ledger.Failure?.Message}");
            await collection.Close();
        });
        Assert.True(last.Outcome == RunOutcome.Completed, $"{name}: {last.Outcome} {last.Failure}");
    }

    /// <summary>Opens, writes, moves, deletes, flushes and closes, twice; ends where an operation, an opening or a closing fails.</summary>
    private static async Task Scenario(SimulatedWorld world, Ledger ledger)
    {
        try
        {
            var collection = await Collection.Open(world, Directory, Samples.Schema, Options);
            for (ulong i = 1; i <= 5; i++)
            {
                await Upsert(collection, ledger, i, (long)i);
            }

            await Optimize(collection, world);
            await Upsert(collection, ledger, 2, 20);
            await Delete(collection, ledger, 1);
            await Flush(collection);
            await Upsert(collection, ledger, 6, 6);
            await Upsert(collection, ledger, 7, 7);
            await Optimize(collection, world);
            await Flush(collection);
            await Upsert(collection, ledger, 3, 30);
            await Flush(collection);
            await collection.Close();

            collection = await Collection.Open(world, Directory, Samples.Schema, Options);
            await Upsert(collection, ledger, 4, 40);
            await Flush(collection);
            await collection.Close();
        }
        catch (StorageException failure)
        {
            ledger.Failure = failure;
        }
    }

    // A flush that fails is tried again by the next: the scenario goes on.
    private static async Task Flush(Collection collection)
    {
        try
        {
            await collection.Flush();
        }
        catch (StorageException)
        {
        }
    }

    // The optimizer may have given up until the next change, so this does not insist.
    private static async Task Optimize(Collection collection, SimulatedWorld world)
    {
        for (var i = 0; i < 5 && !await collection.IsOptimized(); i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
        }
    }

    private static Task Upsert(Collection collection, Ledger ledger, ulong number, long value) => Update(
        collection,
        ledger,
        new UpsertPoints([Samples.Point(number, value) with { Payload = Samples.Payload("n", value) }]),
        points => points[number] = value);

    private static Task Delete(Collection collection, Ledger ledger, ulong number) =>
        Update(collection, ledger, new DeletePoints([Samples.Id(number)]), points => points.Remove(number));

    private static async Task Update(Collection collection, Ledger ledger, Operation operation, Action<SortedDictionary<ulong, long>> effect)
    {
        ledger.Begin(effect);
        try
        {
            await collection.Update(operation, wait: true);
        }
        catch (StorageException)
        {
            Assert.True(ledger.Allows(await Read(collection)));
            var refused = await Assert.ThrowsAsync<StorageException>(async () => await collection.Update(operation, wait: true));
            Assert.Equal(StorageError.WritesStopped, refused.Error);
            Assert.NotNull(refused.InnerException);

            // Closing may succeed, and then it has left no mark that would promise more than there is.
            try
            {
                await collection.Close();
            }
            catch (StorageException)
            {
            }

            throw;
        }

        ledger.Complete();
    }

    private static async Task<SortedDictionary<ulong, long>> Read(Collection collection)
    {
        var page = await collection.Scroll(new ScrollQuery(null, null, 100));
        Assert.Equal(page.Points.Count, (await collection.Search(new SearchQuery("v", [0, 0], null, 100))).Count);
        return new SortedDictionary<ulong, long>(page.Points.ToDictionary(point => point.Id.Number, point => point.Payload.Get("n")!.Integer));
    }

    private static SimulatedWorld World(IFaultSource faults) => new(new WorldOptions
    {
        Seed = new Seed(1),
        Strategy = new BaseStrategy(),
        Faults = faults,
        StepLimit = 200_000,
    });

    /// <summary>What was acknowledged, and the one operation that was not.</summary>
    private sealed class Ledger
    {
        private SortedDictionary<ulong, long>? _pending;

        public SortedDictionary<ulong, long> Acknowledged { get; private set; } = [];

        public StorageException? Failure { get; set; }

        public void Begin(Action<SortedDictionary<ulong, long>> effect)
        {
            _pending = new SortedDictionary<ulong, long>(Acknowledged);
            effect(_pending);
        }

        public void Complete()
        {
            Acknowledged = _pending!;
            _pending = null;
        }

        /// <summary>Opening has settled whether the pending operation has happened.</summary>
        public void Settle(SortedDictionary<ulong, long> found)
        {
            Acknowledged = found;
            _pending = null;
        }

        public bool Allows(SortedDictionary<ulong, long> found) =>
            found.SequenceEqual(Acknowledged) || (_pending is not null && found.SequenceEqual(_pending));
    }

    private sealed class RecordingFaults : IFaultSource
    {
        public List<DiskCall> Calls { get; } = [];

        public FaultEffect Decide(in DiskCall call)
        {
            Calls.Add(call);
            return FaultEffect.None;
        }
    }
}

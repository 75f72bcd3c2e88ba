using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Engine.Defects;
using Sim.Engine.Snapshots;
using Sim.Engine.Verification;
using Sim.Model;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;

namespace Sim.Simulator.Crashing;

/// <summary>
/// One collection on the real disk through many kills, and the oracles over it: what <see cref="CrashModels"/> promises, of what is recovered and of the newest snapshot; and a full
/// scroll, count, retrieve, search by each vector, and a scroll or facet by each index agree with each other.
/// <para>
/// <b>Promised</b> for a copy with a damaged file: it is refused with an error that names a file of it, or opens with the points of each client
/// in each shard at some position. A cut end of a log cannot be told from a kill, so there it may be an old one.
/// </para>
/// <para>Not checked: reads while the clients write; the loss of power, for which the simulated disk is there.</para>
/// </summary>
internal sealed class CrashSession
{
    private readonly Seed _seed;
    private readonly string _directory;
    private readonly CrashRequest _request;
    private readonly DefectSet _defects;
    private readonly CrashShape _shape;
    private readonly CrashModels _models;
    private int _round;

    /// <summary>A session on a directory that does not exist yet.</summary>
    public CrashSession(Seed seed, string directory, CrashRequest request)
    {
        _seed = seed;
        _directory = directory;
        _request = request;
        _defects = DefectSwitches.SetOf(request.Defects);
        _shape = CrashShape.Of(seed, request.Shards);
        _models = new CrashModels(_shape, seed, request.Clients);
        Directory.CreateDirectory(directory);
    }

    /// <summary>What was done.</summary>
    public CrashCounts Counts { get; private set; } = new() { Sessions = 1 };

    private string Live => $"{_directory}/collection";

    private string Before => $"{_directory}/before-recovery";

    private string Damaged => $"{_directory}/damaged";

    private string Restored => $"{_directory}/restored";

    private string Snapshot => CrashChildRequest.SnapshotOf(Live);

    /// <summary>Starts a child, kills it, recovers what it left and checks that. Null when all is well.</summary>
    public async Task<CrashFailure?> Round(CancellationToken interrupted)
    {
        var round = _round++;
        var random = _seed.Stream(string.Create(CultureInfo.InvariantCulture, $"parent-{round}"));
        var moment = CrashMoment.Draw(random);
        var child = ChildProcess.Run(new CrashChildRequest(Live, _seed.Value, _request.Shards, round, _models.Done, _request.Defects), moment, interrupted);
        Copy(Live, Before);
        Counts = Counts with
        {
            Kills = Counts.Kills + 1,
            KillsInRecovery = Counts.KillsInRecovery + (child.HasOpened ? 0 : 1),
            KillsInSnapshot = Counts.KillsInSnapshot + (child.Snapshots is [.., { BegunByEnd: null }] ? 1 : 0),
            Acknowledged = Counts.Acknowledged + child.Answered.Sum() - child.RefusedCount,
            Refused = Counts.Refused + child.RefusedCount,
            Snapshots = Counts.Snapshots + child.Snapshots.Count(snapshot => snapshot.BegunByEnd is not null),
            InFlight = Counts.InFlight + child.Begun.Sum() - child.Answered.Sum(),
        };
        var failure = child.Problem is { } problem
            ? new Failure(new FailureSignature(OracleNames.Exception, "process", Phase.Live), problem)
            : await Guard(Before, "as the kill left it", VerifyFiles) ?? await Guard(Live, "after the kill", () => Verify(child))
                ?? await Guard(Restored, "restored from the snapshot", VerifySnapshot);
        if (failure is null && random.Chance(1, 4))
        {
            var (place, counts) = Damage(random);
            failure = counts ? await Guard(Damaged, place, VerifyDamaged) : null;
        }

        return failure is null ? null : new CrashFailure(_seed, round, failure, Before, Live);
    }

    /// <summary>Removes what the session has on disk.</summary>
    public void Clean() => Directory.Delete(_directory, recursive: true);

    private static void Copy(string source, string target)
    {
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.CreateDirectory(target);
        if (!Directory.Exists(source))
        {
            return;
        }

        foreach (var directory in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(target + directory[source.Length..]);
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, target + file[source.Length..]);
        }
    }

    /// <summary>Damages one file of a copy of what the kill left: cuts it, or changes one byte.</summary>
    private (string Place, bool IsDone) Damage(RandomStream random)
    {
        Copy(Before, Damaged);
        var files = Directory.EnumerateFiles(Damaged, "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length > 0)
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (files.Length == 0)
        {
            return ("", false);
        }

        var file = random.Pick(files);
        var bytes = File.ReadAllBytes(file);
        var at = random.Below(bytes.Length);
        var isCut = random.Chance(1, 2);
        if (isCut)
        {
            File.WriteAllBytes(file, bytes[..at]);
        }
        else
        {
            bytes[at] ^= (byte)(1 << random.Below(8));
            File.WriteAllBytes(file, bytes);
        }

        return (string.Create(CultureInfo.InvariantCulture, $"after {file[Damaged.Length..]} was {(isCut ? "cut at" : "changed at")} byte {at}"), true);
    }

    // Whatever leaves the engine is a finding, and so is silence.
    private static async Task<Failure?> Guard(string directory, string when, Func<Task<Failure?>> check)
    {
        var work = check();
        if (await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(60))) != work)
        {
            return new Failure(new FailureSignature(OracleNames.Livelock, "recovery", Phase.Recovery), $"{directory} {when}: no end after 60 s");
        }

        try
        {
            return await work is { } failure ? failure with { Text = $"{when}: {failure.Text}" } : null;
        }
#pragma warning disable CA1031 // Any exception of the engine is what is looked for here.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new Failure(
                new FailureSignature(OracleNames.Exception, exception.GetType().Name, Phase.Recovery), $"{directory} {when}: {exception}");
        }
    }

    private async Task<Failure?> VerifyFiles()
    {
        var report = await CollectionVerifier.Verify(new OperatingSystemFiles(), Before);
        return report.IsCollection && report.Worst == FindingSeverity.Damage
            ? new Failure(
                new FailureSignature(OracleNames.Files, "damage", Phase.AfterCrash), string.Join('\n', report.Findings.Select(StoredFiles.Describe)))
            : null;
    }

    private async Task<Failure?> Verify(CrashedChild child)
    {
        var collection = await Open(Live);
        _models.ShardOf = collection.ShardOf;
        var failure = _models.Follow(child);
        Counts = Counts with { SchemaChanges = _models.SchemaChanges };
        return failure ?? await Compare(collection, _models.CheckRecovered);
    }

    private async Task<Failure?> VerifySnapshot()
    {
        if (!_models.HasSnapshot && !(_models.MayHaveSnapshot && File.Exists(Snapshot)))
        {
            return null;
        }

        if (Directory.Exists(Restored))
        {
            Directory.Delete(Restored, recursive: true);
        }

        Counts = Counts with { Restored = Counts.Restored + 1 };
        await SnapshotArchive.Restore(new OperatingSystemRuntime(_seed), Snapshot, Restored);
        return await Compare(await Open(Restored), _models.CheckSnapshot);
    }

    private async Task<Failure?> VerifyDamaged()
    {
        Counts = Counts with { Damages = Counts.Damages + 1 };
        Collection collection;
        try
        {
            collection = await Open(Damaged);
        }
        catch (StorageException exception)
        {
            Counts = Counts with { RefusedDamages = Counts.RefusedDamages + 1 };
            return exception.Message.Contains(Damaged, StringComparison.Ordinal)
                ? null
                : new Failure(
                    new FailureSignature(OracleNames.Exception, "unnamed file", Phase.Recovery), $"the error names no file: {exception.Message}");
        }

        return await Compare(collection, _models.CheckDamaged);
    }

    private Task<Collection> Open(string directory) =>
        Collection.Open(new OperatingSystemRuntime(_seed), directory, _shape.Schema, _shape.Options, _defects);

    /// <summary>Compares what a scroll finds, then all other reads with that, and closes the collection.</summary>
    private async Task<Failure?> Compare(Collection collection, Func<ValueList<Point>, Collection, Failure?> check)
    {
        var points = (await collection.Scroll(new ScrollQuery(null, null, _models.Ids.Count + 1))).Points;
        var failure = check(points, collection) ?? await Agree(collection, points);
        await collection.Close();
        return failure;
    }

    /// <summary>Looks whether every other kind of read finds what the scroll found.</summary>
    private async Task<Failure?> Agree(Collection collection, ValueList<Point> points)
    {
        var vectors = collection.Schema.Vectors;
        var indexes = Enumerable.Range(0, _shape.Schema.ShardCount).Select(collection.FieldIndexes).Aggregate(
            (all, some) => ValueList.From(all.Where(some.Contains)));
        var state = ModelState.Of(points, indexes).With(vectors);
        var count = await collection.Count(new CountQuery(null));
        if (count != state.Points.Count)
        {
            return CrashModels.Describe(OracleNames.Reads, new Difference("count", $"the count is {count}, but a scroll finds {state.Points.Count}"));
        }

        var retrieved = await collection.Retrieve(new RetrieveQuery(_models.Ids));
        var difference = PointComparison.Compare("retrieve", () => "retrieve of all ids", [.. state.Points.Values], [.. retrieved]);
        foreach (var vector in vectors)
        {
            var query = new SearchQuery(vector.Name, Ones(vector), null, state.Points.Count + 1);
            difference ??= SearchComparison.Compare(query, vector.Distance, state, await collection.Search(query));
        }

        foreach (var (field, type) in indexes)
        {
            var ordered = new OrderedScrollQuery(null, new OrderBy(field), state.Points.Count + 1);
            var facet = new FacetQuery(field, null, state.Points.Count + 1);
            difference ??= type is FieldType.Integer or FieldType.Float or FieldType.DateTime
                ? FieldComparison.Compare(ordered, state.Scroll(ordered), await collection.Scroll(ordered))
                : FieldComparison.Compare(facet, state.FacetCounts(facet), await collection.Facet(facet));
        }

        return difference is null ? null : CrashModels.Describe(OracleNames.Reads, difference);
    }

    private static DenseVector Ones(VectorSchema vector) => DenseVector.Create(Enumerable.Repeat(1f, vector.Dimension).ToArray());
}

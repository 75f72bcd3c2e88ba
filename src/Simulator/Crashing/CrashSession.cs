using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Engine.Defects;
using Sim.Engine.Verification;
using Sim.Model;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;

namespace Sim.Simulator.Crashing;

/// <summary>
/// One collection on the real disk through many kills, and the oracle over it.
/// <para>
/// <b>Promised</b> after a kill of the process: the points of each client in each shard are those of its model at one position, at or after its last
/// acknowledged operation, at or before the last one that it had begun; there are no other points; a full scroll, count, retrieve and search agree
/// with each other. The operating system keeps what a killed process has written, so operations that were only acknowledged count too.
/// </para>
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
    private readonly CrashScript[] _scripts;
    private readonly ReferenceModel[] _models;
    private readonly Dictionary<PointId, int> _owners = [];
    private readonly int[] _done;
    private Func<PointId, int> _shardOf = _ => throw new InvalidOperationException("No collection has been opened.");
    private int _round;

    /// <summary>A session on a directory that does not exist yet.</summary>
    public CrashSession(Seed seed, string directory, CrashRequest request)
    {
        _seed = seed;
        _directory = directory;
        _request = request;
        _defects = DefectSwitches.SetOf(request.Defects);
        _shape = CrashShape.Of(seed, request.Shards);
        var clients = request.Clients;
        _scripts = [.. Enumerable.Range(0, clients).Select(client => new CrashScript(_shape, seed, client, clients))];
        _models = [.. _scripts.Select(_ => new ReferenceModel(_shape.Schema, id => _shardOf(id)))];
        _done = new int[clients];
        for (var client = 0; client < clients; client++)
        {
            foreach (var id in _scripts[client].Data.Ids)
            {
                _owners.Add(id, client);
            }
        }

        Directory.CreateDirectory(directory);
    }

    /// <summary>What was done.</summary>
    public CrashCounts Counts { get; private set; } = new() { Sessions = 1 };

    private string Live => $"{_directory}/collection";

    private string Before => $"{_directory}/before-recovery";

    private string Damaged => $"{_directory}/damaged";

    /// <summary>Starts a child, kills it, recovers what it left and checks that. Null when all is well.</summary>
    public async Task<CrashFailure?> Round(CancellationToken interrupted)
    {
        var round = _round++;
        var random = _seed.Stream(string.Create(CultureInfo.InvariantCulture, $"parent-{round}"));
        var moment = CrashMoment.Draw(random);
        var child = ChildProcess.Run(new CrashChildRequest(Live, _seed.Value, _request.Shards, round, _done, _request.Defects), moment, interrupted);
        Copy(Live, Before);
        Counts = Counts with
        {
            Kills = Counts.Kills + 1,
            KillsInRecovery = Counts.KillsInRecovery + (child.HasOpened ? 0 : 1),
            Acknowledged = Counts.Acknowledged + child.Answered.Sum(),
            InFlight = Counts.InFlight + child.Begun.Sum() - child.Answered.Sum(),
        };
        var failure = child.Problem is { } problem
            ? new Failure(new FailureSignature(OracleNames.Exception, "process", Phase.Live), problem)
            : await Guard(Before, "as the kill left it", VerifyFiles) ?? await Guard(Live, "after the kill", () => Verify(child));
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
        var collection = await Collection.Open(new OperatingSystemRuntime(_seed), Live, _shape.Schema, _shape.Options, _defects);
        _shardOf = collection.ShardOf;
        for (var client = 0; client < _models.Length; client++)
        {
            for (var i = 0; i < child.Begun[client]; i++)
            {
                var touched = _models[client].Apply(_scripts[client].Next().Operation);
                foreach (var shard in touched)
                {
                    if (i < child.Answered[client])
                    {
                        _models[client].Shards[shard].MarkDurable(_models[client].Shards[shard].Last);
                    }
                }
            }

            _done[client] += child.Begun[client];
        }

        var page = await collection.Scroll(new ScrollQuery(null, null, _owners.Count + 1));
        var failure = Positions(page.Points, (model, shard, found) =>
        {
            var history = model.Shards[shard];
            if (RecoveryComparison.FindPosition(history, found, mayLose: true) is not { } position)
            {
                return RecoveryComparison.Describe(shard, history, found, mayLose: true);
            }

            model.Rewind(shard, position);
            return null;
        });
        failure ??= await Agree(collection, ModelState.Of(page.Points).With(_shape.Schema.Vectors));
        await collection.Close();
        return failure;
    }

    private async Task<Failure?> VerifyDamaged()
    {
        Counts = Counts with { Damages = Counts.Damages + 1 };
        Collection collection;
        try
        {
            collection = await Collection.Open(new OperatingSystemRuntime(_seed), Damaged, _shape.Schema, _shape.Options, _defects);
        }
        catch (StorageException exception)
        {
            Counts = Counts with { Refused = Counts.Refused + 1 };
            return exception.Message.Contains(Damaged, StringComparison.Ordinal)
                ? null
                : new Failure(
                    new FailureSignature(OracleNames.Exception, "unnamed file", Phase.Recovery), $"the error names no file: {exception.Message}");
        }

        var page = await collection.Scroll(new ScrollQuery(null, null, _owners.Count + 1));
        var failure = Positions(page.Points, (model, shard, found) =>
        {
            var history = model.Shards[shard];
            for (var position = history.Last; position >= history.First; position--)
            {
                if (history.At(position).IsSameAs(found))
                {
                    return null;
                }
            }

            return RecoveryComparison.Describe(shard, history, found, mayLose: true);
        });
        failure ??= await Agree(collection, ModelState.Of(page.Points).With(_shape.Schema.Vectors));
        await collection.Close();
        return failure;
    }

    /// <summary>Looks at the points of each client in each shard.</summary>
    private Failure? Positions(ValueList<Point> points, Func<ReferenceModel, int, ModelState, Difference?> compare)
    {
        var parts = points.ToLookup(point => (Owner: _owners.GetValueOrDefault(point.Id, -1), Shard: _shardOf(point.Id)));
        var strangers = points.Select(point => point.Id).Where(id => !_owners.ContainsKey(id)).ToArray();
        if (strangers.Length > 0)
        {
            return new Failure(
                new FailureSignature(OracleNames.Recovery, "state", Phase.AfterCrash),
                $"points that nobody ever wrote: {string.Join(", ", strangers)}")
            { Extra = ValueList.Create<PointId>(strangers) };
        }

        for (var client = 0; client < _models.Length; client++)
        {
            for (var shard = 0; shard < _shape.Schema.ShardCount; shard++)
            {
                if (compare(_models[client], shard, ModelState.Of(parts[(client, shard)]).With(_shape.Schema.Vectors)) is { } difference)
                {
                    return Describe(OracleNames.Recovery, difference with { Text = $"client {client}: {difference.Text}" });
                }
            }
        }

        return null;
    }

    /// <summary>Looks whether every other kind of read finds what the scroll found.</summary>
    private async Task<Failure?> Agree(Collection collection, ModelState state)
    {
        var count = await collection.Count(new CountQuery(null));
        if (count != state.Points.Count)
        {
            return Describe(OracleNames.Reads, new Difference("count", $"the count is {count}, but a scroll finds {state.Points.Count}"));
        }

        var ids = ValueList.From(_owners.Keys.Order());
        var retrieved = await collection.Retrieve(new RetrieveQuery(ids));
        if (PointComparison.Compare("retrieve", () => "retrieve of all ids", [.. state.Points.Values], [.. retrieved]) is { } difference)
        {
            return Describe(OracleNames.Reads, difference);
        }

        foreach (var vector in _shape.Schema.Vectors)
        {
            var query = new SearchQuery(vector.Name, Ones(vector), null, state.Points.Count + 1);
            if (SearchComparison.Compare(query, vector.Distance, state, await collection.Search(query)) is { } found)
            {
                return Describe(OracleNames.Reads, found);
            }
        }

        return null;
    }

    private static DenseVector Ones(VectorSchema vector) => DenseVector.Create(Enumerable.Repeat(1f, vector.Dimension).ToArray());

    private static Failure Describe(string oracle, Difference difference) =>
        new(new FailureSignature(oracle, difference.Observable, Phase.AfterCrash), difference.Text)
        {
            Missing = ValueList.From(difference.Missing),
            Extra = ValueList.From(difference.Extra),
            Different = ValueList.From(difference.Different),
        };
}

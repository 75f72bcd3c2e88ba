using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Engine;
using Sim.Engine.Requests;
using Sim.Runtime.Randomness;
using Sim.Simulator.RealWorld;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Crashing;

/// <summary>
/// The process that is killed: the engine on the real disk and the thread pool, several clients that write, one of which changes the schema too, one that reads and flushes, and one that
/// makes snapshots. It goes on until it is killed, or its parent is gone.
/// </summary>
internal sealed class CrashChild
{
    private readonly CrashChildRequest _request;
    private readonly TextWriter _output;
    private readonly Lock _lock = new();
    private readonly Seed _session;
    private readonly CrashShape _shape;

    private CrashChild(CrashChildRequest request, TextWriter output)
    {
        _request = request;
        _output = output;
        _session = new Seed(request.Session);
        _shape = CrashShape.Of(_session, request.Shards);
    }

    /// <summary>Opens the collection and lets the clients work on it. Ends only by an exception.</summary>
    public static async Task Run(CrashChildRequest request, TextWriter output) => await new CrashChild(request, output).Run();

    private async Task Run()
    {
        var seed = _session.Derive(string.Create(CultureInfo.InvariantCulture, $"round-{_request.Round}"));
        var pauses = seed.Stream("pauses");
        var runtime = new JitterRuntime(seed, pauses.Pick([8, 64, 512, 1_000_000]), pauses.Pick([1, 3, 10]));
        var scripts = _request.Done.Select((done, client) => Skip(new CrashScript(_shape, _session, client, _request.Done.Count), done)).ToArray();
        Say(CrashLine.Opening);
        var collection = await Collection.Open(
            runtime, _request.Directory, _shape.Schema, _shape.Options, DefectSwitches.SetOf(_request.Defects));
        Say(CrashLine.Opened);
        var tasks = scripts.Select((script, client) => runtime.Start($"client-{client}", () => Write(collection, script, client)))
            .Append(runtime.Start("reader", () => Read(collection, Reader().Data, seed.Stream("reads"))))
            .Append(runtime.Start("snapshots", () => MakeSnapshots(collection, seed.Stream("snapshots"))))
            .ToArray();
        await await Task.WhenAny(tasks);
    }

    // A script of its own, for its values: a writer's must not be drawn from by anybody else.
    private CrashScript Reader() => new(_shape, _session, client: 0, _request.Done.Count);

    private static CrashScript Skip(CrashScript script, int done)
    {
        for (var i = 0; i < done; i++)
        {
            script.Next();
        }

        return script;
    }

    private async Task Write(Collection collection, CrashScript script, int client)
    {
        while (true)
        {
            var (operation, wait) = script.Next();
            Say(CrashLine.Begun, client);
            var result = await collection.Update(operation, wait);
            Say(result.Status == UpdateStatus.Rejected ? CrashLine.Refused : CrashLine.Answered, client);
        }
    }

    private async Task MakeSnapshots(Collection collection, RandomStream random)
    {
        var longestPause = random.Pick([1, 20, 200]);
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Below(longestPause)));
            Say(CrashLine.SnapshotBegun);
            await collection.CreateSnapshot(_request.SnapshotPath);
            Say(CrashLine.SnapshotMade);
        }
    }

    // What it reads is not compared: the parent does that on a quiet collection. It is there to be in the way.
    private static async Task Read(Collection collection, DataPool data, RandomStream random)
    {
        var queries = new QuerySource(data, Odds.Never, random);
        while (true)
        {
            switch (random.Below(7))
            {
                case 0:
                    await collection.Search(queries.Search());
                    break;
                case 1:
                    await collection.Scroll(queries.Scroll());
                    break;
                case 2:
                    await collection.Count(queries.Count());
                    break;
                case 3:
                    await collection.Retrieve(new RetrieveQuery(ValueList.Create<PointId>(data.Ids)));
                    break;
                case 4:
                    await UnlessRefused(async () => await collection.Scroll(queries.OrderedScroll()));
                    break;
                case 5:
                    await UnlessRefused(async () => await collection.Facet(queries.Facet()));
                    break;
                default:
                    await collection.Flush();
                    break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Below(4)));
        }
    }

    // A field may have no index at this moment.
    private static async Task UnlessRefused(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (RequestException)
        {
        }
    }

    private void Say(CrashLine line, int client = 0)
    {
        lock (_lock)
        {
            _output.WriteLine(CrashProtocol.Write(line, client));
            _output.Flush();
        }
    }
}

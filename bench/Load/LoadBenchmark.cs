using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Bench.Vectors;
using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Bench.Load;

/// <summary>
/// The whole engine on the real disk with a large collection: points with payload are loaded while the optimizer works beside, the collection is closed when
/// the optimizer has nothing left to do, opened again, and searched, with a filter and without, approximately and exactly. What is found is
/// checked: the approximate answers against the exact ones, the exact ones' filter against the data.
/// </summary>
internal static class LoadBenchmark
{
    private const int Dimension = 128;
    private const int Nearest = 10;
    private const int Batch = 500;
    private const int Queries = 500;
    private const int ExactQueries = 50;
    private const int Tenants = 100;
    private const int SearchWidth = 96;
    private const string VectorName = "v";

    private static readonly string[] Colours = ["red", "orange", "yellow", "green", "blue", "indigo", "violet", "grey"];

    /// <summary>Measures and writes the results as JSON if a file is given. Returns 1 when an answer is wrong.</summary>
    public static async Task<int> Run(LoadOptions options)
    {
        var directory = options.Directory is null
            ? Directory.CreateTempSubdirectory("sim-load-").FullName
            : Directory.CreateDirectory(Path.Combine(options.Directory, "sim-load")).FullName;
        try
        {
            return await Measure(options, directory.Replace('\\', '/'));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<int> Measure(LoadOptions options, string directory)
    {
        var report = new JsonObject
        {
            ["machine"] = Machine.Describe(),
            ["points"] = options.Points,
            ["dimension"] = Dimension,
            ["shards"] = options.Shards,
            ["seed"] = 1,
        };
        var data = new ClusteredData(1, options.Points, Queries, Dimension);
        var path = $"{directory}/collection";
        var schema = new CollectionSchema([new VectorSchema(VectorName, Dimension, Distance.Euclid)], options.Shards);
        var settings = new CollectionOptions { IndexingThreshold = 50_000, MaxSegments = 4 };

        var phase = new Phase();
        var collection = await Collection.Open(new OperatingSystemRuntime(new Seed(1)), path, schema, settings);
        await collection.Update(new CreateFieldIndex("colour", FieldType.Keyword), wait: true);
        await collection.Update(new CreateFieldIndex("tenant", FieldType.Integer), wait: true);
        await collection.Update(new CreateFieldIndex("price", FieldType.Float), wait: true);
        for (var first = 0; first < options.Points; first += Batch)
        {
            var points = new Point[Math.Min(Batch, options.Points - first)];
            for (var i = 0; i < points.Length; i++)
            {
                points[i] = PointAt(data, first + i);
            }

            var isLast = first + Batch >= options.Points;
            await collection.Update(new UpsertPoints(ValueList.Create<Point>(points)), wait: isLast);
            if (first % (options.Points / 10) < Batch)
            {
                Console.Error.WriteLine($"{first + points.Length:N0} loaded after {phase.Seconds:F0} s");
            }
        }

        report["load"] = phase.End("load", options.Points);

        phase = new Phase();
        while (!await collection.IsOptimized())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        await collection.Flush();
        report["optimizeRest"] = phase.End("optimize the rest");

        phase = new Phase();
        await collection.Close();
        report["close"] = phase.End("close");
        report["bytesOnDisk"] = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

        phase = new Phase();
        collection = await Collection.Open(new OperatingSystemRuntime(new Seed(2)), path, schema, settings);
        report["open"] = phase.End("open");
        var count = await collection.Count(new CountQuery(null));

        var wrong = count == options.Points ? 0 : 1;
        var searches = new JsonObject();
        foreach (var (name, filter, matches) in Filters())
        {
            var (result, isRight) = await Search(collection, data, name, filter, matches);
            searches[name] = result;
            wrong += isRight ? 0 : 1;
        }

        report["search"] = searches;
        report["residentBytes"] = Environment.WorkingSet;
        report["pointsCounted"] = count;
        report["wrongAnswers"] = wrong;
        await collection.Close();
        var text = report.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        Console.WriteLine(text);
        if (options.Output is not null)
        {
            File.WriteAllText(options.Output, text + "\n");
        }

        return wrong == 0 ? 0 : 1;
    }

    /// <summary>Filters that keep all, one in eight, one in a hundred, and one in ten thousand.</summary>
    private static IEnumerable<(string Name, Filter? Filter, Func<int, bool> Matches)> Filters()
    {
        yield return ("all", null, _ => true);
        yield return ("colour", Must(new MatchCondition("colour", PayloadValue.Of("blue"))), i => Colour(i) == "blue");
        yield return ("tenant", Must(new MatchCondition("tenant", PayloadValue.Of(7L))), i => Tenant(i) == 7);
        yield return (
            "price",
            Must(new RangeCondition("price") { GreaterOrEqual = 100, LessThan = 100.01 }),
            i => Price(i) is >= 100 and < 100.01);
    }

    private static async Task<(JsonObject Result, bool IsRight)> Search(
        Collection collection, ClusteredData data, string name, Filter? filter, Func<int, bool> matches)
    {
        var exact = new List<ValueList<ScoredPoint>>();
        var phase = new Phase();
        for (var query = 0; query < ExactQueries; query++)
        {
            exact.Add(await collection.Search(Query(data, query, filter)));
        }

        var isRight = exact.TrueForAll(found => found.All(point => matches((int)point.Id.Number)));
        var result = new JsonObject { ["exact"] = phase.End($"{name}, exact", ExactQueries) };
        await collection.Search(Query(data, 0, filter) with { IsExact = false, SearchWidth = SearchWidth });
        phase = new Phase();
        var found = 0;
        var all = 0;
        for (var query = 0; query < Queries; query++)
        {
            var answer = await collection.Search(Query(data, query, filter) with { IsExact = false, SearchWidth = SearchWidth });
            if (query < ExactQueries)
            {
                all += exact[query].Count;
                found += answer.Count(point => exact[query].Any(best => best.Id == point.Id));
            }

            isRight &= answer.All(point => matches((int)point.Id.Number));
        }

        result["approximate"] = phase.End($"{name}, approximate", Queries);
        result["recall"] = all == 0 ? null : Math.Round(found / (double)all, 4);
        return (result, isRight);
    }

    private static SearchQuery Query(ClusteredData data, int query, Filter? filter) =>
        new(VectorName, DenseVector.Create(data.Queries.AsSpan(query * Dimension, Dimension)), filter, Nearest);

    private static Filter Must(Condition condition) => new([condition], [], []);

    private static Point PointAt(ClusteredData data, int index) => new(
        PointId.FromNumber((ulong)index),
        Map((VectorName, DenseVector.Create(data.Points.AsSpan(index * Dimension, Dimension)))),
        Map(
            ("colour", PayloadValue.Of(Colour(index))),
            ("tenant", PayloadValue.Of((long)Tenant(index))),
            ("price", PayloadValue.Of(Price(index)))));

    private static NameMap<T> Map<T>(params ReadOnlySpan<(string Name, T Value)> entries)
        where T : class, IEquatable<T> =>
        NameMap<T>.From(entries.ToArray().Select(entry => KeyValuePair.Create(entry.Name, entry.Value)));

    private static string Colour(int index) => Colours[Mix(index, 1) % (ulong)Colours.Length];

    private static int Tenant(int index) => (int)(Mix(index, 2) % Tenants);

    private static double Price(int index) => (Mix(index, 3) % 2_000_000) / 10_000.0;

    private static ulong Mix(int index, ulong salt) => StableHash.Combine(StableHash.Combine(salt, (ulong)index), 0x5EED);

    /// <summary>One stretch of the run: its seconds on the clock and of the processor.</summary>
    private sealed class Phase
    {
        private readonly long _started = Stopwatch.GetTimestamp();
        private readonly TimeSpan _processor = Environment.CpuUsage.TotalTime;

        public double Seconds => Stopwatch.GetElapsedTime(_started).TotalSeconds;

        public JsonObject End(string name, int items = 0)
        {
            var seconds = Seconds;
            var processor = (Environment.CpuUsage.TotalTime - _processor).TotalSeconds;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {seconds:F2} s, {processor:F2} s of the processor"));
            var result = new JsonObject { ["seconds"] = Math.Round(seconds, 3), ["processorSeconds"] = Math.Round(processor, 3) };
            if (items > 0)
            {
                result["perSecond"] = Math.Round(items / seconds, 1);
            }

            return result;
        }
    }
}

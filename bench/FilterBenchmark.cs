using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Bench;

/// <summary>
/// What an index over a field is worth: the same filtered reads on one collection, on the real disk and optimized, before the indexes are created and
/// after. The answers must be the same.
/// </summary>
internal static class FilterBenchmark
{
    private const int Points = 40_000;
    private const int Batch = 500;
    private const int Dimension = 32;
    private const int Tenants = 500;
    private const int Queries = 50;
    private const string VectorName = "v";

    /// <summary>Measures, prints, and writes the numbers as JSON if a file is given. Returns 1 when an index changes an answer.</summary>
    public static async Task<int> Run(string? file)
    {
        var directory = Directory.CreateTempSubdirectory("sim-filters-").FullName.Replace('\\', '/');
        try
        {
            var schema = new CollectionSchema([new VectorSchema(VectorName, Dimension, Distance.Euclid)], ShardCount: 1);
            var options = new CollectionOptions { IndexingThreshold = Points / 4 };
            var collection = await Collection.Open(new OperatingSystemRuntime(new Seed(1)), $"{directory}/collection", schema, options);
            await Fill(collection);
            var plain = await Measure(collection);
            var started = Stopwatch.GetTimestamp();
            await collection.Update(new CreateFieldIndex("tenant", FieldType.Keyword), wait: true);
            await collection.Update(new CreateFieldIndex("rank", FieldType.Integer), wait: true);
            var creation = Stopwatch.GetElapsedTime(started);
            var indexed = await Measure(collection);
            await collection.Close();
            return Report(plain, indexed, creation, file);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task Fill(Collection collection)
    {
        var random = new RandomStream(1);
        for (var first = 0; first < Points; first += Batch)
        {
            var points = new Point[Batch];
            for (var i = 0; i < Batch; i++)
            {
                var payload = NameMap<PayloadValue>.Empty
                    .With("tenant", PayloadValue.Of(Tenant(random.Below(Tenants))))
                    .With("rank", PayloadValue.Of(random.Below(Points)));
                points[i] = new Point(PointId.FromNumber((ulong)(first + i)), NameMap<DenseVector>.Empty.With(VectorName, Vector(random)), payload);
            }

            await collection.Update(new UpsertPoints(ValueList.Create<Point>(points)), wait: true);
        }

        while (!await collection.IsOptimized())
        {
            await Task.Delay(50);
        }

        await collection.Flush();
    }

    private static async Task<List<Row>> Measure(Collection collection) =>
    [
        await Measure("scroll, one tenant", async random =>
            (await collection.Scroll(new ScrollQuery(ByTenant(random), null, 100))).Points.Select(point => point.Id.Number)),
        await Measure("scroll, range of ranks", async random =>
            (await collection.Scroll(new ScrollQuery(ByRank(random), null, 100))).Points.Select(point => point.Id.Number)),
        await Measure("count, range and tenant", async random =>
            [(ulong)await collection.Count(new CountQuery(new Filter([.. ByRank(random).Must, .. ByTenant(random).Must], [], [])))]),
        await Measure("exact search, one tenant", async random =>
            (await collection.Search(new SearchQuery(VectorName, Vector(random), ByTenant(random), 10))).Select(point => point.Id.Number)),
    ];

    private static async Task<Row> Measure(string name, Func<RandomStream, Task<IEnumerable<ulong>>> read)
    {
        // The first round warms up; both rounds ask the same.
        var answers = new List<ulong>();
        var elapsed = TimeSpan.Zero;
        for (var round = 0; round < 2; round++)
        {
            answers.Clear();
            var random = new RandomStream(2);
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < Queries; i++)
            {
                answers.AddRange(await read(random));
            }

            elapsed = Stopwatch.GetElapsedTime(started);
        }

        return new Row(name, elapsed.TotalMicroseconds / Queries, answers);
    }

    private static int Report(List<Row> plain, List<Row> indexed, TimeSpan creation, string? file)
    {
        var rows = new JsonArray();
        var isSame = true;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Points} points; both indexes made in {creation.TotalMilliseconds:F0} ms"));
        foreach (var (before, after) in plain.Zip(indexed))
        {
            isSame &= before.Answers.SequenceEqual(after.Answers);
            var ratio = before.Microseconds / after.Microseconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{before.Name,-26} {before.Microseconds,9:F1} us without, {after.Microseconds,9:F1} us with, {ratio:F1} times"));
            rows.Add(new JsonObject
            {
                ["read"] = before.Name,
                ["microsecondsWithout"] = Math.Round(before.Microseconds, 1),
                ["microsecondsWith"] = Math.Round(after.Microseconds, 1),
                ["ratio"] = Math.Round(ratio, 1),
            });
        }

        if (file is not null)
        {
            var report = new JsonObject
            {
                ["machine"] = Machine.Describe(),
                ["points"] = Points,
                ["indexesMadeInMs"] = Math.Round(creation.TotalMilliseconds),
                ["reads"] = rows,
            };
            File.WriteAllText(file, report.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }) + "\n");
        }

        Console.WriteLine(isSame ? "the answers are the same" : "AN INDEX CHANGES AN ANSWER");
        return isSame ? 0 : 1;
    }

    private static Filter ByTenant(RandomStream random) => new([new MatchCondition("tenant", PayloadValue.Of(Tenant(random.Below(Tenants))))], [], []);

    private static Filter ByRank(RandomStream random)
    {
        var from = random.Below(Points);
        return new Filter([new RangeCondition("rank") { GreaterOrEqual = from, LessThan = from + (Points / 200) }], [], []);
    }

    private static string Tenant(int number) => string.Create(CultureInfo.InvariantCulture, $"tenant-{number}");

    private static DenseVector Vector(RandomStream random)
    {
        var values = new float[Dimension];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.Between(-1000, 1000) / 1000f;
        }

        return DenseVector.Create(values);
    }

    /// <summary>One kind of read: its time per query, and everything that was answered.</summary>
    private sealed record Row(string Name, double Microseconds, List<ulong> Answers);
}

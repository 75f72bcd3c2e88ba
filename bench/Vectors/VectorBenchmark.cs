using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Contracts.Schema;
using Sim.Engine.Segments;
using Sim.Engine.VectorIndex;
using Sim.Runtime.Randomness;

namespace Sim.Bench.Vectors;

/// <summary>
/// The vector index against hnswlib-node and usearch, on one machine, in one run, on the same files of vectors, with one thread: the time to build, and the
/// searches a second with the smallest search width that finds at least 95% of the ten nearest. And how fast an exact scan reads memory,
/// against a loop that only reads.
/// </summary>
internal static class VectorBenchmark
{
    private const int Dimension = 128;
    private const int Queries = 1_000;
    private const int Nearest = 10;
    private const int Links = 16;
    private const int BuildWidth = 200;
    private const int Rounds = 9;
    private const double RecallGoal = 0.95;

    private static readonly int[] Widths = [10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512];

    /// <summary>Measures and writes the results as JSON, and beside it as Markdown, if a file is given.</summary>
    public static async Task<int> Run(VectorOptions options)
    {
        var directory = Directory.CreateTempSubdirectory("sim-bench-");
        try
        {
            var report = new JsonObject
            {
                ["machine"] = Machine.Describe(),
                ["data"] = new JsonObject
                {
                    ["points"] = options.Points,
                    ["dimension"] = Dimension,
                    ["queries"] = Queries,
                    ["distance"] = "euclid",
                    ["seed"] = 1,
                },
                ["parameters"] = new JsonObject { ["links"] = Links, ["buildWidth"] = BuildWidth, ["recallGoal"] = RecallGoal },
            };
            var data = new ClusteredData(1, options.Points, Queries, Dimension);
            var engines = new JsonArray { await MeasureIndex(data, options.Points, directory.FullName) };
            if (options.Peers is not null)
            {
                foreach (var peer in MeasurePeers(options.Peers, directory.FullName))
                {
                    engines.Add(peer);
                }
            }

            report["index"] = engines;
            report["scan"] = await ScanBenchmark.Run(
                options.ScanPoints, Dimension, Directory.CreateDirectory($"{directory.FullName}/scan").FullName);
            var text = report.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
            Console.WriteLine(text);
            if (options.Output is not null)
            {
                File.WriteAllText(options.Output, text + "\n");
                File.WriteAllText(Path.ChangeExtension(options.Output, ".md"), VectorReport.Write(report));
            }

            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<JsonObject> MeasureIndex(ClusteredData data, int points, string directory)
    {
        var segments = Directory.CreateDirectory($"{directory}/index").FullName;
        await BenchSegment.Write(segments, data.Points, Dimension);
        using var segment = await BenchSegment.Load(segments, Dimension, Distance.Euclid);
        var vectors = segment.Vectors;
        File.WriteAllBytes($"{directory}/points.f32", MemoryMarshal.AsBytes(data.Points.AsSpan()).ToArray());
        File.WriteAllBytes($"{directory}/queries.f32", MemoryMarshal.AsBytes(data.Queries.AsSpan()).ToArray());

        var exact = new int[Queries * Nearest];
        for (var query = 0; query < Queries; query++)
        {
            segment.Search(Query(data, query), Nearest).CopyTo(exact, query * Nearest);
        }

        File.WriteAllBytes($"{directory}/nearest.i32", MemoryMarshal.AsBytes(exact.AsSpan()).ToArray());

        // A small index first, so that the code is compiled to its best before it is measured. It takes part in no result.
        Search(Build(vectors, Math.Min(points, 5_000), out _), vectors, data, exact, 64);
        var graph = Build(vectors, points, out var seconds);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"built in {seconds.Wall:F1} s, {seconds.Processor:F1} s of the processor"));
        var curve = new JsonArray();
        var result = new JsonObject { ["engine"] = "sim", ["buildSeconds"] = Math.Round(seconds.Wall, 2), ["buildProcessorSeconds"] = Math.Round(seconds.Processor, 2) };
        foreach (var width in Widths)
        {
            var (recall, wall, processor) = Search(graph, vectors, data, exact, width);
            var point = new JsonObject
            {
                ["width"] = width,
                ["recall"] = Math.Round(recall, 4),
                ["queriesPerSecond"] = Math.Round(Queries / wall),
                ["queriesPerProcessorSecond"] = Math.Round(Queries / processor),
            };
            Console.Error.WriteLine($"sim {point.ToJsonString()}");
            curve.Add(point);
            if (recall >= RecallGoal)
            {
                foreach (var (name, value) in point)
                {
                    result[name] = value!.DeepClone();
                }

                break;
            }
        }

        result["curve"] = curve;
        return result;
    }

    private static HnswGraph Build(IVectorStorage vectors, int points, out (double Wall, double Processor) seconds)
    {
        var started = Stopwatch.GetTimestamp();
        var before = Environment.CpuUsage.TotalTime;
        var builder = new HnswBuilder(
            vectors, points, Distance.Euclid, new HnswParameters(Links, BuildWidth), new Seed(1).Stream("levels"));
        while (!builder.IsComplete)
        {
            builder.Insert(16);
        }

        seconds = (Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        return builder.Graph;
    }

    private static (double Recall, double Wall, double Processor) Search(
        HnswGraph graph, IVectorStorage vectors, ClusteredData data, int[] exact, int width)
    {
        var index = new HnswIndex(graph, vectors, Distance.Euclid);
        var found = new ScoredOffset[Nearest];
        var right = 0;
        var wall = double.MaxValue;
        var processor = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            right = 0;
            var before = Environment.CpuUsage.TotalTime;
            var started = Stopwatch.GetTimestamp();
            for (var query = 0; query < Queries; query++)
            {
                var count = index.Search(Query(data, query), width, default(AllOffsets), found);
                for (var i = 0; i < count; i++)
                {
                    right += exact.AsSpan(query * Nearest, Nearest).Contains(found[i].Offset) ? 1 : 0;
                }
            }

            wall = Math.Min(wall, Stopwatch.GetElapsedTime(started).TotalSeconds);
            processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        return (right / (double)(Queries * Nearest), wall, processor);
    }

    private static ReadOnlySpan<float> Query(ClusteredData data, int query) => data.Queries.AsSpan(query * Dimension, Dimension);

    /// <summary>Runs the script that measures the peers; each line that it prints is the result of one.</summary>
    private static List<JsonNode> MeasurePeers(string peers, string directory)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "peers", "measure.js");
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true };
        foreach (var argument in (string[])
        [
            script, Path.GetFullPath(peers), directory, $"{Dimension}", $"{Nearest}", $"{Links}", $"{BuildWidth}", $"{Rounds}",
            RecallGoal.ToString(CultureInfo.InvariantCulture), string.Join(',', Widths),
        ])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var results = new List<JsonNode>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            results.Add(JsonNode.Parse(line)!);
        }

        process.WaitForExit();
        return process.ExitCode == 0 ? results : throw new InvalidOperationException($"node ended with {process.ExitCode}");
    }
}

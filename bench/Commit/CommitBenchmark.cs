using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Bench.Forwarding;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Bench.Commit;

/// <summary>
/// Acknowledged writes a second under group commit on the real disk, with more and more clients that each wait for every write; and beside
/// each, in turns, what the same disk allows: a loop that appends as many bytes as an average group had and flushes, nothing else.
/// </summary>
internal static class CommitBenchmark
{
    private const int Rounds = 3;
    private const int Dimension = 16;
    private const ulong PointCount = 4_096;
    private static readonly TimeSpan RoundDuration = TimeSpan.FromSeconds(1.5);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Measures, prints, and writes the numbers as JSON if a file is given.</summary>
    public static async Task<int> Run(string? file)
    {
        var directory = Directory.CreateTempSubdirectory("sim-commit-").FullName.Replace('\\', '/');
        try
        {
            var machine = Machine.Describe();
            machine["disk"] = $"{new DriveInfo(directory).DriveFormat} of the temporary directory";
            var rows = new JsonArray();
            await Measure(directory, 8, TimeSpan.Zero);
            foreach (var window in new[] { TimeSpan.Zero, TimeSpan.FromMilliseconds(1) })
            {
                foreach (var clients in new[] { 1, 4, 16, 64, 256 })
                {
                    rows.Add(await Measure(directory, clients, window));
                }
            }

            if (file is not null)
            {
                var figures = new JsonObject { ["machine"] = machine, ["vectorDimension"] = Dimension, ["rows"] = rows };
                File.WriteAllText(file, figures.ToJsonString(Indented) + "\n");
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        return 0;
    }

    private static async Task<JsonObject> Measure(string directory, int clients, TimeSpan window)
    {
        var writes = new LogWrites();
        var system = new OperatingSystemRuntime(new Seed(1));
        var runtime = new ForwardingRuntime(system, new CountedFiles(system.Files, writes));
        var schema = new CollectionSchema([new VectorSchema("v", Dimension, Distance.Dot)], ShardCount: 1);
        var path = string.Create(CultureInfo.InvariantCulture, $"{directory}/{clients}-{window.Ticks}");
        var options = new CollectionOptions { CommitWindow = window, IndexingThreshold = int.MaxValue };
        var collection = await Collection.Open(runtime, path, schema, options);
        var (acknowledged, seconds, flushes, bytes) = (0L, 0.0, 0L, 0L);
        var (diskFlushes, diskSeconds) = (0L, 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            var before = (writes.Flushes, writes.Bytes);
            var clock = Stopwatch.StartNew();
            var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => Write(collection, client, clients, clock))));
            seconds += clock.Elapsed.TotalSeconds;
            acknowledged += counts.Sum();
            flushes += writes.Flushes - before.Flushes;
            bytes += writes.Bytes - before.Bytes;

            var (count, elapsed) = await FlushAlone(runtime.Files, $"{path}.disk", (int)(bytes / flushes));
            diskFlushes += count;
            diskSeconds += elapsed;
        }

        await collection.Close();
        var batch = (double)acknowledged / flushes;
        var writesPerSecond = acknowledged / seconds;
        var diskRate = diskFlushes / diskSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{clients,4} clients, window {window.TotalMilliseconds} ms: {writesPerSecond,9:N0} writes/s in groups of {batch,6:F1}; the disk alone {diskRate,6:N0} flushes/s, so at most {diskRate * batch,9:N0}: {writesPerSecond / (diskRate * batch):P0}"));
        return new JsonObject
        {
            ["clients"] = clients,
            ["windowMilliseconds"] = window.TotalMilliseconds,
            ["writesPerSecond"] = Math.Round(writesPerSecond),
            ["writesPerFlush"] = Math.Round(batch, 1),
            ["flushesPerSecond"] = Math.Round(flushes / seconds),
            ["diskFlushesPerSecond"] = Math.Round(diskRate),
            ["shareOfDisk"] = Math.Round(writesPerSecond / (diskRate * batch), 2),
        };
    }

    private static async Task<long> Write(Collection collection, int client, int clients, Stopwatch clock)
    {
        var vector = new float[Dimension];
        var count = 0L;
        while (clock.Elapsed < RoundDuration)
        {
            vector[0] = count;
            var id = PointId.FromNumber((ulong)((count * clients) + client) % PointCount);
            var point = new Point(id, NameMap<DenseVector>.Empty.With("v", DenseVector.Create(vector)), NameMap<PayloadValue>.Empty);
            await collection.Update(new UpsertPoints([point]), wait: true);
            count++;
        }

        return count;
    }

    private static async Task<(long Flushes, double Seconds)> FlushAlone(IFileSystem files, string path, int bytes)
    {
        var data = new byte[bytes];
        using var file = await files.Open(path, FileOpening.Replace);
        var clock = Stopwatch.StartNew();
        var count = 0L;
        while (clock.Elapsed < RoundDuration)
        {
            await file.Write(count * bytes, data);
            await file.Flush();
            count++;
        }

        return (count, clock.Elapsed.TotalSeconds);
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Nodes;
using Sim.Contracts.Schema;
using Sim.Runtime.Randomness;

namespace Sim.Bench.Vectors;

/// <summary>
/// How fast an exact search of a mapped segment reads memory, against a loop over the same memory that only adds up what it reads. By the processor's time,
/// and in turns, so that both meet the same disturbances.
/// </summary>
internal static class ScanBenchmark
{
    private const int Rounds = 11;
    private const int Nearest = 10;
    private const int RowsPerSpan = 1024;

    /// <summary>Measures searches by each distance.</summary>
    public static async Task<JsonObject> Run(int points, int dimension, string directory)
    {
        var random = new Seed(2).Stream("scan");
        var values = new float[points * dimension];
        foreach (ref var value in values.AsSpan())
        {
            value = (int)(random.NextBits() >> 40) / 16_777_216f;
        }

        await BenchSegment.Write(directory, values, dimension);
        var query = values.AsSpan(0, dimension).ToArray();
        var gigabytes = (double)values.Length * sizeof(float) / 1e9;
        var result = new JsonObject { ["points"] = points };
        foreach (var distance in Enum.GetValues<Distance>())
        {
            using var segment = await BenchSegment.Load(directory, dimension, distance);
            var read = double.MaxValue;
            var scan = double.MaxValue;
            for (var round = 0; round < Rounds; round++)
            {
                read = Math.Min(read, Seconds(() => Read(segment)));
                scan = Math.Min(scan, Seconds(() => segment.Search(query, Nearest)));
            }

            result[distance.ToString().ToLowerInvariant()] = new JsonObject
            {
                ["gigabytesPerSecond"] = Math.Round(gigabytes / scan, 2),
                ["readGigabytesPerSecond"] = Math.Round(gigabytes / read, 2),
                ["shareOfRead"] = Math.Round(read / scan, 3),
            };
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"scan {distance}: {gigabytes / scan:F2} GB/s of {gigabytes / read:F2} GB/s read: {read / scan:P0}"));
        }

        return result;
    }

    /// <summary>Reads all floats and adds them up in four registers, which is as fast as one thread reads.</summary>
    private static void Read(BenchSegment segment)
    {
        var sums = Vector512<float>.Zero;
        for (var offset = 0; offset < segment.Count; offset += RowsPerSpan)
        {
            var allRows = segment.Vectors.Rows;
            var rows = MemoryMarshal.CreateReadOnlySpan(in allRows.Row(offset), Math.Min(RowsPerSpan, segment.Count - offset) * allRows.Dimension);
            ref var start = ref MemoryMarshal.GetReference(rows);
            var (a, b, c, d) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
            for (var i = 0; i <= rows.Length - 64; i += 64)
            {
                a += Vector512.LoadUnsafe(ref start, (nuint)i);
                b += Vector512.LoadUnsafe(ref start, (nuint)i + 16);
                c += Vector512.LoadUnsafe(ref start, (nuint)i + 32);
                d += Vector512.LoadUnsafe(ref start, (nuint)i + 48);
            }

            sums += a + b + (c + d);
        }

        GC.KeepAlive(Vector512.Sum(sums));
    }

    private static double Seconds(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}

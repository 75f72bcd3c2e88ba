using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Nodes;
using Sim.Contracts.Schema;
using Sim.Engine.Search;
using Sim.Engine.Segments;
using Sim.Runtime.Randomness;

namespace Sim.Bench.Vectors;

/// <summary>How fast an exact scan of a mapped segment reads memory, against a loop over the same memory that only adds up what it reads.</summary>
internal static class ScanBenchmark
{
    private const int Rounds = 7;
    private const int Nearest = 10;

    /// <summary>Measures scans for each distance.</summary>
    public static async Task<JsonObject> Run(int points, int dimension, string directory)
    {
        var random = new Seed(2).Stream("scan");
        var values = new float[points * dimension];
        foreach (ref var value in values.AsSpan())
        {
            value = (int)(random.NextBits() >> 40) / 16_777_216f;
        }

        using var vectors = await VectorBenchmark.Store(values, points, $"{directory}/scanned");
        var query = values.AsSpan(0, dimension).ToArray();
        var bytes = (double)values.Length * sizeof(float);
        var read = bytes / Fastest(() => Read(vectors, points)) / 1e9;
        var result = new JsonObject { ["points"] = points, ["readGigabytesPerSecond"] = Math.Round(read, 2) };
        foreach (var distance in Enum.GetValues<Distance>())
        {
            var best = new int[Nearest];
            var scan = bytes / Fastest(() => Best(vectors, points, query, best, distance)) / 1e9;
            result[distance.ToString().ToLowerInvariant()] = new JsonObject
            {
                ["gigabytesPerSecond"] = Math.Round(scan, 2), ["shareOfRead"] = Math.Round(scan / read, 3),
            };
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"scan {distance}: {scan:F2} GB/s of {read:F2} GB/s read: {scan / read:P0}"));
        }

        return result;
    }

    /// <summary>Finds the nearest points by the engine's exact scan.</summary>
    public static void Best(ImmutableVectors vectors, int points, ReadOnlySpan<float> query, Span<int> best, Distance distance = Distance.Euclid)
    {
        var rows = vectors.Rows;
        var queryLength = VectorScorer.Length(query);
        var sign = VectorScorer.IsLargerBetter(distance) ? -1 : 1;
        var worst = float.MaxValue;
        var queue = new PriorityQueue<int, float>();
        Span<float> scores = stackalloc float[VectorScorer.RowsPerBlock];
        for (var first = 0; first < points; first += VectorScorer.RowsPerBlock)
        {
            var wanted = vectors.Presence(first / VectorScorer.RowsPerBlock);
            VectorScorer.Score(distance, query, queryLength, rows, first, wanted, scores);
            for (; wanted != 0; wanted &= wanted - 1)
            {
                var i = BitOperations.TrailingZeroCount(wanted);
                var score = sign * scores[i];
                if (score < worst)
                {
                    queue.Enqueue(first + i, -score);
                    if (queue.Count > best.Length)
                    {
                        queue.Dequeue();
                    }

                    worst = queue.Count < best.Length || !queue.TryPeek(out _, out var priority) ? float.MaxValue : -priority;
                }
            }
        }

        for (var i = queue.Count - 1; i >= 0; i--)
        {
            best[i] = queue.Dequeue();
        }
    }

    /// <summary>Reads all floats and adds them up, in eight registers, which is as fast as one thread reads.</summary>
    private static void Read(ImmutableVectors vectors, int points)
    {
        var sums = Vector512<float>.Zero;
        for (var offset = 0; offset < points; offset += 1024)
        {
            var rows = MemoryMarshal.CreateReadOnlySpan(in vectors.Rows.Row(offset), Math.Min(1024, points - offset) * vectors.Rows.Dimension);
            ref var start = ref MemoryMarshal.GetReference(rows);
            var (a, b, c, d) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
            var i = 0;
            for (; i <= rows.Length - 64; i += 64)
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

    private static double Fastest(Action action)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return best;
    }
}

using System.Globalization;
using System.Text.Json;
using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Simulation;

namespace Sim.Bench;

/// <summary>
/// The cost of the simulated disk: a small store of ten files is written, killed in the middle of a burst of writes, crashed at random, and
/// read again. One thread, in processor time, the best of several rounds.
/// </summary>
public static class DiskBenchmark
{
    private const int Rounds = 5;
    private const int Cycles = 2_000;
    private const int FileCount = 10;
    private const int Writes = 50;

    /// <summary>Measures, prints, and writes the numbers as JSON if a file is given.</summary>
    public static int Run(string? file)
    {
        var best = double.MaxValue;
        var bytes = long.MaxValue;
        var steps = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Environment.CpuUsage.TotalTime;
            var before = GC.GetAllocatedBytesForCurrentThread();
            steps = 0;
            for (var i = 0; i < Cycles; i++)
            {
                steps += Cycle((ulong)i);
            }

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - started).TotalMicroseconds / Cycles);
            bytes = Math.Min(bytes, (GC.GetAllocatedBytesForCurrentThread() - before) / Cycles);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"create, write, kill, crash, recover: {best:F1} us, {steps / Cycles} steps, {bytes:N0} bytes allocated"));
        if (file is not null)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(new { microsecondsPerCycle = best, stepsPerCycle = steps / Cycles, bytesPerCycle = bytes }) + "\n");
        }

        return 0;
    }

    private static long Cycle(ulong seed)
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(seed) });
        var data = new byte[200];
        world.Run(
            "writer",
            async () =>
            {
                await world.Files.CreateDirectory("store");
                for (var i = 0; i < FileCount; i++)
                {
                    using var file = await world.Files.Open($"store/{i}", FileOpening.New);
                    await file.Write(0, data);
                    await file.Flush();
                }

                await world.Files.FlushDirectory("store");
                await world.Files.FlushDirectory("");
                using var log = await world.Files.Open("store/0", FileOpening.Existing);
                for (var i = 0; i < Writes * 2; i++)
                {
                    await log.Write(i * data.Length, data);
                    if (i % 10 == 0)
                    {
                        await log.Flush();
                    }
                }
            },
            new KillAfterSteps(Writes + (FileCount * 3)));
        world.Crash(new CrashRule(CrashMode.Random, seed));
        var result = world.Run("recovery", async () =>
        {
            var buffer = new byte[data.Length];
            foreach (var name in await world.Files.List("store"))
            {
                using var file = await world.Files.Open($"store/{name}", FileOpening.Existing);
                for (var offset = 0L; offset < file.Length; offset += buffer.Length)
                {
                    await file.Read(offset, buffer);
                }
            }
        });
        return result.Outcome == RunOutcome.Completed ? world.Steps : throw new InvalidOperationException(result.ToString());
    }
}

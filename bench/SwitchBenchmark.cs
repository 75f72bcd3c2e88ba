using System.Globalization;
using System.Text.Json;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation;
using Sim.Simulator.Running;

namespace Sim.Bench;

/// <summary>
/// The cost of one context switch: tasks that add to one counter by reading it, switching, and writing it back, under full tracing of every
/// decision into the rolling hash. One thread, in processor time, so that the machine may be busy with other things; the best of several
/// rounds, because the others were disturbed.
/// </summary>
/// <remarks>
/// Coyote is there in a build that has it. It takes fewer steps, because it is slower, and its memory is not counted, because it is that of other threads.
/// </remarks>
public static class SwitchBenchmark
{
    private const long StepsPerRound = 3_000_000;
    private const long CoyoteStepsPerRound = 50_000;
    private const int Rounds = 5;

    private static readonly PointName ReadPoint = new("counter.read");
    private static readonly PointName WritePoint = new("counter.write");

    /// <summary>Measures, prints a table, and writes it as JSON if a file is given.</summary>
    public static int Run(string? file)
    {
        var results = new List<SwitchResult>();
        Console.WriteLine($"{"strategy",-16} {"record",-6} {"tasks",6} {"switches/s",14} {"ns/switch",10} {"bytes/switch",13}");
        foreach (var (strategy, tasks, isRecorded, steps) in Cases())
        {
            var result = Measure(strategy, tasks, isRecorded, steps);
            results.Add(result);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Strategy,-16} {result.Recorded,-6} {result.Tasks,6} {result.SwitchesPerSecond,14:N0} {result.NanosecondsPerSwitch,10:F1} {result.BytesPerSwitch,13:F4}"));
        }

        foreach (var tasks in (int[])[3, 10])
        {
            var threads = BatonThreads.Measure(tasks);
            results.Add(threads);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{threads.Strategy,-16} {threads.Recorded,-6} {threads.Tasks,6} {threads.SwitchesPerSecond,14:N0} {threads.NanosecondsPerSwitch,10:F1} {threads.BytesPerSwitch,13:F4}"));
        }

        var memory = MeasureTasks(10_000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"10000 live tasks: {memory:N0} bytes, {memory / 10_000} each"));
        var bank = MeasureRuns();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a world with three tasks and six steps, made, run and dropped: {bank:F2} us"));
        if (file is not null)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(
                new { switches = results, bytesPerTask = memory / 10_000, microsecondsPerSmallRun = bank }, JsonOptions) + "\n");
        }

        return 0;
    }

    private static JsonSerializerOptions JsonOptions { get; } = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static IEnumerable<(string Strategy, int Tasks, bool IsRecorded, long Steps)> Cases()
    {
        foreach (var tasks in (int[])[3, 10, 1000])
        {
            foreach (var strategy in (string[])["random", "portfolio", "walk", "surw", "pct:3:1000000", "pos", "delay:3:1000000", "round-robin", "base"])
            {
                yield return (strategy, tasks, false, StepsPerRound);
            }
        }

        yield return ("random", 3, true, StepsPerRound);
        foreach (var tasks in (int[])[3, 10])
        {
            foreach (var strategy in SoakStrategies.CoyoteUsages)
            {
                yield return (strategy, tasks, false, CoyoteStepsPerRound);
            }
        }
    }

    private static SwitchResult Measure(string strategy, int tasks, bool isRecorded, long steps)
    {
        var best = double.MaxValue;
        var bytes = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            if (!SoakStrategies.TryCreate(strategy, new Seed((ulong)round), out var chosen, out var problem))
            {
                throw new InvalidOperationException(problem);
            }

            using var ending = chosen as IDisposable;
            var world = new SimulatedWorld(new WorldOptions
            {
                Seed = new Seed((ulong)round),
                Strategy = chosen,
                StepLimit = long.MaxValue,
                RecordSchedule = isRecorded,
            });
            var (seconds, allocated) = RunRound(world, tasks, steps);
            best = Math.Min(best, seconds);
            bytes = Math.Min(bytes, allocated);
        }

        return new SwitchResult(
            strategy, isRecorded, tasks, steps / best, best * 1e9 / steps, bytes / (double)steps);
    }

    private static (double Seconds, long Allocated) RunRound(SimulatedWorld world, int tasks, long steps)
    {
        var stepsToWarmUp = steps / 10;
        var counter = new Resource("counter");
        var value = 0L;
        var (started, before) = (0L, 0L);
        var (stopped, after) = (0L, 0L);

        async Task Worker()
        {
            while (stopped == 0)
            {
                await world.Point(ReadPoint, counter, Access.Read);
                var seen = value;
                await world.Point(WritePoint, counter, Access.Write);
                value = seen + 1;
                if (started == 0 && world.Steps >= stepsToWarmUp)
                {
                    before = GC.GetAllocatedBytesForCurrentThread();
                    started = Environment.CpuUsage.TotalTime.Ticks;
                }
                else if (stopped == 0 && world.Steps >= stepsToWarmUp + steps)
                {
                    stopped = Environment.CpuUsage.TotalTime.Ticks;
                    after = GC.GetAllocatedBytesForCurrentThread();
                }
            }
        }

        var result = world.Run("root", () => Task.WhenAll(Enumerable.Range(0, tasks).Select(i => world.Start($"worker-{i}", Worker))));
        if (result.Outcome != RunOutcome.Completed)
        {
            throw new InvalidOperationException(result.ToString());
        }

        return (new TimeSpan(stopped - started).TotalSeconds, after - before);
    }

    private static long MeasureTasks(int tasks)
    {
        var counter = new Resource("counter");
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1) });
        var used = 0L;

        async Task Worker()
        {
            await world.Point(ReadPoint, counter, Access.Read);
            await world.Point(WritePoint, counter, Access.Write);
        }

        world.Run("root", async () =>
        {
            var names = Enumerable.Range(0, tasks).Select(i => $"worker-{i}").ToArray();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            foreach (var name in names)
            {
                _ = world.Start(name, Worker);
            }

            while (world.Steps < tasks * 2L)
            {
                await world.Point(ReadPoint, counter, Access.Read);
            }

            used = GC.GetTotalMemory(forceFullCollection: true) - before;
            GC.KeepAlive(names);
        });
        return used;
    }

    private static double MeasureRuns()
    {
        const int Runs = 20_000;
        var counter = new Resource("counter");
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Runs; i++)
            {
                var world = new SimulatedWorld(new WorldOptions { Seed = new Seed((ulong)i) });
                var value = 0;

                async Task Worker()
                {
                    await world.Point(ReadPoint, counter, Access.Read);
                    var seen = value;
                    await world.Point(WritePoint, counter, Access.Write);
                    value = seen + 1;
                }

                world.Run("root", () => Task.WhenAll(world.Start("a", Worker), world.Start("b", Worker)));
            }

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - started).TotalMicroseconds / Runs);
        }

        return best;
    }
}

using System.Globalization;
using System.Text.Json;
using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Bench;

/// <summary>What a soak of the default profile costs on one thread: processor time for each verified operation, and memory.</summary>
public static class SoakBenchmark
{
    private const ulong WarmUpSeeds = 200;
    private const ulong MeasuredSeeds = 400;
    private const ulong MemoryFirst = 1_000;
    private const ulong MemoryLast = 10_000;

    /// <summary>
    /// Verified operations a second of processor time: each is an operation applied to engine and model under simulation, with everything in the
    /// background, and the reads that were compared after it.
    /// </summary>
    public static int Operations(string? file)
    {
        var campaign = Default();
        Run(campaign, 1, WarmUpSeeds);
        var started = Environment.CpuUsage.TotalTime;
        var counts = Run(campaign, WarmUpSeeds + 1, MeasuredSeeds);
        var seconds = (Environment.CpuUsage.TotalTime - started).TotalSeconds;
        var figures = new
        {
            operationsPerSecond = (long)(counts.Operations / seconds),
            readsComparedPerSecond = (long)(counts.Reads / seconds),
            stepsPerSecond = (long)(counts.Steps / seconds),
            killsPerSecond = (long)(counts.Kills / seconds),
            microsecondsPerOperation = Math.Round(seconds * 1e6 / counts.Operations, 1),
        };
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.operationsPerSecond:N0} verified operations, {figures.readsComparedPerSecond:N0} reads compared, {figures.stepsPerSecond:N0} steps, {figures.killsPerSecond:N0} kills a second of processor time"));
        Write(file, figures);
        return 0;
    }

    /// <summary>What is alive, and what the process holds, after a thousand seeds and after ten thousand.</summary>
    public static int Memory(string? file)
    {
        var campaign = Default();
        Run(campaign, 1, MemoryFirst);
        var first = Measure();
        Run(campaign, MemoryFirst + 1, MemoryLast - MemoryFirst);
        var last = Measure();
        var figures = new
        {
            seeds = MemoryLast,
            liveBytesFirst = first.Live,
            liveBytesLast = last.Live,
            residentBytesFirst = first.Resident,
            residentBytesLast = last.Resident,
        };
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"after {MemoryFirst:N0} seeds: {first.Live:N0} bytes alive, {first.Resident:N0} resident; after {MemoryLast:N0}: {last.Live:N0} alive, {last.Resident:N0} resident ({(100.0 * last.Resident / first.Resident) - 100:F1} %)"));
        Write(file, figures);
        return 0;
    }

    private static Campaign Default() => new()
    {
        Profile = ProfileCatalog.All[0],
        Strategy = "random",
        Defects = [],
        Open = DefectSwitches.Open(ValueList.Create<string>([])),
    };

    private static IterationCounts Run(Campaign campaign, ulong firstSeed, ulong count)
    {
        var counts = default(IterationCounts);
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var result = Iteration.Run(campaign.Request(new Seed(seed)));
            counts += result.Counts;
            if (result.Failure is { } failure)
            {
                throw new InvalidOperationException($"Seed {seed} fails: {failure.Signature}");
            }
        }

        return counts;
    }

    private static (long Live, long Resident) Measure() =>
        (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);

    private static void Write(string? file, object figures)
    {
        if (file is not null)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(figures) + "\n");
        }
    }
}

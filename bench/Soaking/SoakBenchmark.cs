using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sim.Bench.Switches;
using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulator.Cli;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Bench.Soaking;

/// <summary>What a soak of the default profile costs on one thread: processor time for each verified operation, and memory.</summary>
public static class SoakBenchmark
{
    private const ulong WarmUpSeeds = 200;
    private const ulong MeasuredSeeds = 400;
    private const ulong MemoryFirst = 1_000;
    private const ulong MemoryLast = 10_000;
    private const int SwitchTasks = 10;

    /// <summary>
    /// Verified operations a second of processor time: updates that engine and model applied, and reads that were compared, under simulation and with
    /// everything in the background. The same seeds run a second time under a clock that says what the time goes to.
    /// </summary>
    public static int Operations(string? file)
    {
        var campaign = Default();
        Run(campaign, 1, WarmUpSeeds);
        var (started, paused, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration(), GC.GetTotalAllocatedBytes());
        var (counts, planSteps) = Run(campaign, WarmUpSeeds + 1, MeasuredSeeds);
        var seconds = (Environment.CpuUsage.TotalTime - started).TotalSeconds;
        var pauses = (GC.GetTotalPauseDuration() - paused).TotalSeconds;
        var bytes = GC.GetTotalAllocatedBytes() - allocated;
        var verified = counts.Operations + counts.Reads;

        var clock = new ShareClock();
        var timedStarted = Stopwatch.GetTimestamp();
        Run(campaign, WarmUpSeeds + 1, MeasuredSeeds, clock);
        var timed = (double)(Stopwatch.GetTimestamp() - timedStarted);
        var timedNanoseconds = timed * 1e9 / Stopwatch.Frequency;
        var aSwitch = SwitchBenchmark.Measure("base", "base", SwitchTasks, round: 0, steps: 1_000_000, runs: 1).NanosecondsPerSwitch;
        var scheduling = Math.Round(100 * ((clock.Choosing / timed) + (counts.Steps * aSwitch / timedNanoseconds)), 1);
        var comparison = Math.Round(100 * clock.Comparing / timed, 1);
        var figures = new
        {
            machine = Machine.Describe(),
            profile = campaign.Profile.Name,
            strategy = campaign.Strategy,
            seeds = MeasuredSeeds,
            verifiedOperationsPerSecond = (long)(verified / seconds),
            updatesPerSecond = (long)(counts.Operations / seconds),
            readsComparedPerSecond = (long)(counts.Reads / seconds),
            planStepsPerSecond = (long)(planSteps / seconds),
            stepsPerSecond = (long)(counts.Steps / seconds),
            killsPerSecond = (long)(counts.Kills / seconds),
            microsecondsPerVerifiedOperation = Math.Round(seconds * 1e6 / verified, 1),
            bytesPerVerifiedOperation = bytes / verified,
            percent = new
            {
                scheduling,
                comparison,
                engineAndDisk = Math.Round(100 - scheduling - comparison, 1),
                collectorInAll = Math.Round(100 * pauses / seconds, 1),
            },
        };
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.verifiedOperationsPerSecond:N0} verified operations a second of processor time: {figures.updatesPerSecond:N0} updates, {figures.readsComparedPerSecond:N0} reads compared; {figures.planStepsPerSecond:N0} steps of plans, with {figures.stepsPerSecond:N0} steps and {figures.killsPerSecond:N0} kills"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"scheduling {scheduling} %, comparison and model {comparison} %, engine and simulated disk {figures.percent.engineAndDisk} %; the collector has {figures.percent.collectorInAll} % of all"));
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
        Strategy = CampaignOptions.DefaultStrategy,
        Defects = [],
        Open = DefectSwitches.Open(ValueList.Create<string>([])),
    };

    // The steps are what the plans ask for: operations, reads, pauses, restarts, and bursts of several clients as one.
    private static (IterationCounts Counts, long PlanSteps) Run(Campaign campaign, ulong firstSeed, ulong count, ShareClock? clock = null)
    {
        var counts = default(IterationCounts);
        var planSteps = 0L;
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var request = campaign.Request(new Seed(seed));
            var result = Iteration.Run(clock is null ? request : Timed(request, clock));
            counts += result.Counts;
            planSteps += result.PlanStepsBegun;
            if (result.Failure is { } failure)
            {
                throw new InvalidOperationException($"Seed {seed} fails: {failure.Signature}");
            }
        }

        return (counts, planSteps);
    }

    private static IterationRequest Timed(IterationRequest request, ShareClock clock) => request with
    {
        Strategy = () => new TimedStrategy(request.Strategy(), clock),
        Open = async (runtime, plan) => new TimedCollection(await request.Open(runtime, plan), clock),
    };

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

using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation;
using Sim.Simulator.Running;

namespace Sim.Bench.Switches;

/// <summary>
/// The cost of one context switch, for every strategy: tasks that add to one counter by reading it, switching, and writing it back, under full tracing of
/// every decision into the rolling hash. Beside it the same program on threads, and under Coyote in a build that has it. In processor time, so that
/// the machine may be busy with other things; and the best of several rounds, which go through all cases in turn, because the others were disturbed.
/// </summary>
/// <remarks>
/// All tasks touch one thing, which is the hardest case for strategies that look at conflicts. A strategy that turns fair after some steps is
/// measured before that. The portfolio is measured over many runs, of which each has another strategy.
/// </remarks>
public static class SwitchBenchmark
{
    private const long StepsPerRound = 1_000_000;
    private const long CoyoteStepsPerRound = 20_000;
    private const long StepsPerRun = 200_000;
    private const int Runs = 24;
    private const int Rounds = 7;
    private const int PeerRounds = 3;
    private const int ManyTasks = 10_000;

    private static readonly PointName ReadPoint = new("counter.read");
    private static readonly PointName WritePoint = new("counter.write");

    // As the table names them, and as the catalog does.
    private static readonly (string Title, string Name)[] Strategies =
    [
        ("random", "random"),
        ("portfolio", "portfolio"),
        ("walk", "walk"),
        ("surw", "surw"),
        ("pct:3", "fair:1000000000:pct:3:1000000"),
        ("pos", "fair:1000000000:pos"),
        ("delay:3", "fair:1000000000:delay:3:1000000"),
        ("frontier", "frontier"),
        ("fair suffix", "fair:1:random"),
        ("round-robin", "round-robin"),
        ("base", "base"),
    ];

    /// <summary>Measures, prints a table, and writes it as JSON, and as Markdown beside that, if a file is given.</summary>
    public static int Run(string? file)
    {
        var machine = Machine.Describe();
        var best = new List<SwitchResult>();
        for (var round = 0; round < Rounds; round++)
        {
            var cases = Cases(round);
            best = round == 0 ? [.. cases] : [.. best.Zip(cases, Better)];
        }

        var peers = new List<SwitchResult>();
        for (var round = 0; round < PeerRounds; round++)
        {
            var cases = Peers(round);
            peers = round == 0 ? [.. cases] : [.. peers.Zip(cases, Better)];
        }

        var report = new SwitchReport(machine, best, peers, MeasureTasks(ManyTasks), MeasureRuns());
        Console.WriteLine(report.ToMarkdown());
        if (file is not null)
        {
            File.WriteAllText(file, report.ToJson() + "\n");
            File.WriteAllText(Path.ChangeExtension(file, ".md"), report.ToMarkdown());
        }

        return 0;
    }

    private static SwitchResult Better(SwitchResult left, SwitchResult right) => right with
    {
        Changing = left.Changing,
        SwitchesPerSecond = Math.Max(left.SwitchesPerSecond, right.SwitchesPerSecond),
        NanosecondsPerSwitch = Math.Min(left.NanosecondsPerSwitch, right.NanosecondsPerSwitch),
        BytesPerSwitch = Math.Min(left.BytesPerSwitch, right.BytesPerSwitch),
    };

    private static IEnumerable<SwitchResult> Cases(int round)
    {
        foreach (var tasks in (int[])[3, 10, 1000])
        {
            foreach (var (title, name) in Strategies)
            {
                yield return Measure(title, name, tasks, round, title == "portfolio" ? StepsPerRun : StepsPerRound, title == "portfolio" ? Runs : 1);
            }

            yield return Measure("random, recorded", "random", tasks, round, StepsPerRound, 1, isRecorded: true);
        }
    }

    private static IEnumerable<SwitchResult> Peers(int round)
    {
        foreach (var tasks in (int[])[3, 10])
        {
            yield return BatonThreads.Measure(tasks, round);
#if COYOTE
            foreach (var strategy in CoyoteThreads.Strategies)
            {
                yield return CoyoteThreads.Measure(strategy, tasks, round);
            }
#endif
            foreach (var strategy in SoakStrategies.CoyoteUsages)
            {
                yield return Measure($"world, {strategy}", strategy, tasks, round, CoyoteStepsPerRound, 1);
            }
        }
    }

    private static SwitchResult Measure(string title, string name, int tasks, int round, long steps, int runs, bool isRecorded = false)
    {
        var seed = new Seed((ulong)round);
        if (!SoakStrategies.TryCreate(name, seed, out var strategy, out var problem))
        {
            throw new InvalidOperationException(problem);
        }

        using var ending = strategy as IDisposable;
        var world = new SimulatedWorld(
            new WorldOptions { Seed = seed, Strategy = strategy, StepLimit = long.MaxValue, RecordSchedule = isRecorded });
        var (time, bytes, changes) = (TimeSpan.Zero, 0L, 0L);
        for (var run = 0; run < runs; run++)
        {
            var stretch = new Stretch(steps);
            RunStretch(world, tasks, stretch);
            time += stretch.Time;
            bytes += stretch.Bytes;
            changes += stretch.Changes;
        }

        return SwitchResult.Of(title, tasks, steps * runs, time, bytes, changes);
    }

    private static void RunStretch(SimulatedWorld world, int tasks, Stretch stretch)
    {
        var counter = new Resource("counter");
        var value = 0L;
        var stepsBefore = world.Steps;
        var missing = tasks;
        var gate = new TaskCompletionSource();

        async Task Worker(int task)
        {
            // What a task's first step allocates is no cost of a switch; so all take it before the first switch is counted, also where the
            // strategy would starve them.
            await world.Point(ReadPoint, counter, Access.Read);
            await world.Point(WritePoint, counter, Access.Write);
            if (--missing == 0)
            {
                gate.SetResult();
            }

            await gate.Task;
            while (!stretch.IsOver)
            {
                await world.Point(ReadPoint, counter, Access.Read);
                stretch.Visit(task);
                var seen = value;
                await world.Point(WritePoint, counter, Access.Write);
                stretch.Visit(task);
                value = seen + 1;
                stretch.Reach(world.Steps - stepsBefore);
            }
        }

        var result = world.Run("root", () => Task.WhenAll(Enumerable.Range(0, tasks).Select(i => world.Start($"worker-{i}", () => Worker(i)))));
        if (result.Outcome != RunOutcome.Completed)
        {
            throw new InvalidOperationException(result.ToString());
        }
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

            // Until all have been at both points: the more the tasks, the longer a few of them are not drawn.
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
        const int Worlds = 20_000;
        var counter = new Resource("counter");
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Worlds; i++)
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

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - started).TotalMicroseconds / Worlds);
        }

        return best;
    }
}

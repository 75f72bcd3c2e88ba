using Sim.Runtime.Files;
using Sim.Runtime.Locks;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Strategies;
using Sim.Simulation.Tracing;

namespace Sim.Simulation.Tests;

public sealed class SimulatedWorldTests
{
    [Fact]
    public void The_same_seed_gives_the_same_trace_and_another_seed_another()
    {
        var hashes = Enumerable.Range(0, 20).Select(i => Busy(World.Create((ulong)i)).Trace.Hash).ToList();
        var again = Enumerable.Range(0, 20).Select(i => Busy(World.Create((ulong)i)).Trace.Hash).ToList();
        Assert.Equal(hashes, again);
        Assert.Equal(hashes.Count, hashes.Distinct().Count());
    }

    [Fact]
    public void A_kept_event_has_its_virtual_time_and_a_wait_who_has_what_is_waited_for()
    {
        var world = World.Create(strategy: new BaseStrategy());
        var mutex = new AsyncMutex(world, "mutex");
        world.Complete(async () =>
        {
            var guard = await mutex.Lock();
            var second = world.Start("second", async () => (await mutex.Lock()).Dispose());
            await Task.Delay(TimeSpan.FromMilliseconds(7), world.Time);
            guard.Dispose();
            await second;
        });

        var wait = world.Trace.Events.Single(e => e.Kind == TraceEventKind.Wait);
        Assert.Equal(("second", "root", TimeSpan.Zero), (wait.Task, wait.Subject, wait.Time));
        Assert.Equal(TimeSpan.FromMilliseconds(7), world.Trace.Events.Single(e => e.Kind == TraceEventKind.Release).Time);
    }

    [Fact]
    public void Worlds_on_many_threads_do_not_disturb_each_other()
    {
        var alone = Enumerable.Range(0, 64).Select(i => Busy(World.Create((ulong)i)).Trace.Hash).ToArray();
        var together = new ulong[alone.Length];
        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => together[i] = Busy(World.Create((ulong)i)).Trace.Hash);
        Assert.Equal(alone, together);
    }

    [Fact]
    public void A_switch_allocates_nothing()
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1) });
        var (point, counter) = (new PointName("counter.write"), new Resource("counter"));
        var (first, last) = (0L, 0L);
        world.Complete(() => Task.WhenAll(Enumerable.Range(0, 3).Select(i => world.Start($"worker-{i}", async () =>
        {
            while (world.Steps < 50_000)
            {
                first = world.Steps <= 5_000 ? GC.GetAllocatedBytesForCurrentThread() : first;
                last = GC.GetAllocatedBytesForCurrentThread();
                await world.Point(point, counter, Access.Write);
            }
        }))));
        Assert.Equal(0, last - first);
    }

    [Fact]
    public void The_trace_of_a_seed_is_pinned()
    {
        // When this fails on purpose, every hash that anybody has written down is void: say so in the commit.
        Assert.Equal(PinnedHash, Busy(World.Create(42)).Trace.Hash);
    }

    [Fact]
    public void A_kill_at_a_visit_strikes_before_that_step_of_any_task()
    {
        for (var visit = 1; visit <= 6; visit++)
        {
            var world = World.Create((ulong)visit);
            var steps = 0;
            Task Work() => ThreeSteps(world, () => steps++);

            var result = world.Run(
                "root",
                async () =>
                {
                    var other = world.Start("other", Work);
                    await Work();
                    await other;
                },
                new KillAtVisit("here", visit));

            Assert.Equal((RunOutcome.Killed, "here"), (result.Outcome, result.KilledAt!.Point));
            Assert.Equal(visit - 1, steps);
        }
    }

    [Fact]
    public void A_kill_at_a_step_of_any_number_strikes_the_first_task_whose_name_is_like_that()
    {
        var world = World.Create(1);
        var steps = 0;
        Task Work() => ThreeSteps(world, () => steps++);

        var result = world.Run(
            "root",
            async () =>
            {
                await world.Start("other", Work);
                await world.Start("work-17", Work);
            },
            new KillAtPointOfAny(new KillPoint("work-3#2", "here", 2)));

        Assert.Equal(RunOutcome.Killed, result.Outcome);
        Assert.Equal(new KillPoint("work-17", "here", 2), result.KilledAt);
        Assert.Equal(4, steps);
    }

    [Fact]
    public void A_kill_after_a_path_counts_from_when_the_path_was_taken_so_often()
    {
        var world = World.Create(1);
        var rare = new RarePath("rare");
        var steps = 0;
        var result = world.Run(
            "root",
            async () =>
            {
                for (; ; steps++)
                {
                    await world.Step();
                    world.Took(new RarePath("other"));
                    if (steps % 10 == 5)
                    {
                        world.Took(rare);
                    }
                }
            },
            new KillAfterPath("rare", 2, new KillAtVisit("here", 3)));

        // Taken after the step numbered 5 and the one numbered 15; then two more are executed, and the third is not.
        Assert.Equal((RunOutcome.Killed, 18), (result.Outcome, steps));

        // What is recorded is a named step, counted from the start, so that it strikes there without the path.
        Assert.Equal(new KillPoint("root", "here", 19), result.KilledAt);
    }

    [Fact]
    public void A_kill_at_a_flush_of_a_kind_of_file_lets_those_of_others_pass()
    {
        var world = World.Create(1);
        var flushed = new List<string>();
        var result = world.Run(
            "root",
            async () =>
            {
                foreach (var name in new[] { "/log-1", "/a/log-2", "/state", "/log/other", "/state-2" })
                {
                    if (name.LastIndexOf('/') is var cut and > 0 && !await world.Files.Exists(name[..cut]))
                    {
                        await world.Files.CreateDirectory(name[..cut]);
                    }

                    using var file = await world.Files.Open(name, FileOpening.New);
                    await file.Flush();
                    flushed.Add(name);
                }
            },
            new KillAtFlushOf("state", 2));

        Assert.Equal((RunOutcome.Killed, "file.flush"), (result.Outcome, result.KilledAt!.Point));
        Assert.Equal(["/log-1", "/a/log-2", "/state", "/log/other"], flushed);
    }

    [Fact]
    public void A_kill_at_a_settling_strikes_before_a_flush_of_so_many_names()
    {
        var world = World.Create(1);
        var made = 0;
        var result = world.Run(
            "root",
            async () =>
            {
                for (var names = 1; ; names++)
                {
                    for (var i = 0; i < names; i++, made++)
                    {
                        await world.Files.CreateDirectory($"/{made}");
                    }

                    await world.Files.FlushDirectory("/");
                }
            },
            new KillAtSettling(3, 2));

        // Flushes of one, two and three names pass, the second of at least three does not.
        Assert.Equal((RunOutcome.Killed, "directory.flush"), (result.Outcome, result.KilledAt!.Point));
        Assert.Equal(1 + 2 + 3 + 4, made);
    }

    [Fact]
    public void Who_asks_where_a_run_comes_is_told_and_changes_nothing()
    {
        var observer = new Observer();
        var asked = new SimulatedWorld(new WorldOptions { Seed = new Seed(42), Reach = observer });
        Busy(asked);
        asked.Took(new RarePath("rare"));

        Assert.Equal(PinnedHash, asked.Trace.Hash);
        Assert.Contains("rare", observer.Seen);
        Assert.True(observer.Seen.Count > 10);
    }

    private sealed class Observer : IReachObserver
    {
        public List<string> Seen { get; } = [];

        public bool Reached(PointName point)
        {
            Seen.Add(point.Name);
            return true;
        }

        public void Met(PointName point, string task, PointName standing, string other) => Seen.Add($"{task} at {point} while {other} at {standing}");

        public void Took(RarePath path) => Seen.Add(path.Name);
    }

    [Fact]
    public void A_completed_run_abandons_the_tasks_that_are_left()
    {
        var world = World.Create();
        var after = false;
        world.Complete(async () =>
        {
            _ = world.Start("forever", async () =>
            {
                await new TaskCompletionSource().Task;
                after = true;
            });
            await world.Step();
        });
        Assert.False(after);
    }

    [Fact]
    public void An_exception_that_leaves_a_task_ends_the_run_and_names_the_task()
    {
        var world = World.Create();
        var result = world.Run("root", async () =>
        {
            _ = world.Start("faulty", async () =>
            {
                await world.Step();
                throw new FormatException("wrong");
            });
            await new TaskCompletionSource().Task;
        });
        Assert.Equal(RunOutcome.Faulted, result.Outcome);
        Assert.Equal("faulty", result.FailedTask);
        Assert.IsType<FormatException>(result.Failure);
    }

    [Fact]
    public void An_exception_of_the_root_task_before_its_first_await_is_its_own()
    {
        var result = World.Create().Run("root", () => throw new FormatException("wrong"));
        Assert.Equal((RunOutcome.Faulted, "root"), (result.Outcome, result.FailedTask));
    }

    [Fact]
    public void An_exception_in_a_timer_callback_names_the_task_that_made_the_timer()
    {
        var world = World.Create();
        var result = world.Run("root", async () =>
        {
            using var timer = world.Time.CreateTimer(_ => throw new FormatException("wrong"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            await new TaskCompletionSource().Task;
        });
        Assert.Equal((RunOutcome.Faulted, "root"), (result.Outcome, result.FailedTask));
    }

    [Fact]
    public void A_livelock_reaches_the_step_limit()
    {
        var world = World.Create(stepLimit: 1000);
        var result = world.Run("root", async () =>
        {
            while (true)
            {
                await world.Step();
            }
        });
        Assert.Equal(RunOutcome.StepLimit, result.Outcome);
        Assert.Equal(1000, result.Steps);
    }

    [Fact]
    public void Timers_that_wake_nobody_reach_the_step_limit_as_well()
    {
        var world = World.Create(stepLimit: 1000);
        var result = world.Run("root", async () =>
        {
            using var timer = world.Time.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            await new TaskCompletionSource().Task;
        });
        Assert.Equal(RunOutcome.StepLimit, result.Outcome);
    }

    [Fact]
    public void Names_that_repeat_get_a_number()
    {
        var world = World.Create();
        var names = new List<string?>();
        world.Complete(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.Start("worker", () =>
            {
                names.Add(world.CurrentTask);
                return Task.CompletedTask;
            })));
            Assert.Equal("root", world.CurrentTask);
        });
        names.Sort(StringComparer.Ordinal);
        Assert.Equal(["worker", "worker#2", "worker#3"], names);
    }

    [Fact]
    public void A_kill_after_some_steps_is_repeated_exactly_by_its_point()
    {
        for (var steps = 0; steps < 40; steps++)
        {
            var first = World.Create(7);
            var killed = first.Run("root", () => Work(first), new KillAfterSteps(steps));
            Assert.Equal(RunOutcome.Killed, killed.Outcome);
            Assert.Equal(steps, killed.Steps);

            var second = World.Create(7);
            var again = second.Run("root", () => Work(second), new KillAtPoint(killed.KilledAt!));
            Assert.Equal(killed, again);
            Assert.Equal(first.Trace.Hash, second.Trace.Hash);
        }
    }

    [Fact]
    public void A_kill_armed_while_a_world_runs_counts_from_then()
    {
        RunResult Run(SimulatedWorld world, KillRule kill, bool disarms = false) => world.Run("root", async () =>
        {
            var other = world.Start("other", async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await world.Step();
                }
            });
            for (var i = 0; i < 10; i++)
            {
                await world.Step();
            }

            world.Arm(kill);
            await world.Step();
            if (disarms)
            {
                world.Arm(null);
            }

            await other;
        });

        for (var steps = 1; steps < 20; steps++)
        {
            var first = World.Create(3);
            var killed = Run(first, new KillAfterSteps(steps));
            Assert.Equal(RunOutcome.Killed, killed.Outcome);
            Assert.InRange(killed.KilledAt!.Occurrence, 0, steps + 1);
            var second = World.Create(3);
            Assert.Equal(killed, Run(second, new KillAtPoint(killed.KilledAt)));
            Assert.Equal(first.Trace.Hash, second.Trace.Hash);
        }

        Assert.Equal(RunOutcome.Completed, Run(World.Create(3), new KillAfterSteps(30), disarms: true).Outcome);
    }

    [Fact]
    public void A_killed_task_never_goes_on_not_even_its_finally_block()
    {
        var world = World.Create();
        var after = false;
        var result = world.Run(
            "root",
            async () =>
            {
                try
                {
                    await world.Step();
                    await world.Step();
                }
                finally
                {
                    after = true;
                }
            },
            new KillAtPoint(new KillPoint("root", "here", 2)));
        Assert.Equal(RunOutcome.Killed, result.Outcome);
        Assert.False(after);
    }

    [Fact]
    public void What_a_killed_run_left_behind_does_nothing_in_the_next()
    {
        var world = World.Create();
        var shared = new TaskCompletionSource();
        var after = false;
        world.Run(
            "root",
            async () =>
            {
                _ = world.Start("waiting", async () =>
                {
                    await shared.Task;
                    after = true;
                });
                await world.Step();
                await world.Step();
            },
            new KillAtPoint(new KillPoint("root", "here", 2)));
        world.Complete(async () =>
        {
            shared.SetResult();
            await world.Step();
        });
        Assert.False(after);
    }

    [Fact]
    public void Random_streams_go_on_within_a_run_and_do_not_depend_on_each_other()
    {
        static List<ulong> Draw(bool drawsMore)
        {
            var world = World.Create(5);
            var drawn = new List<ulong>();
            world.Complete(() =>
            {
                drawn.Add(world.Random("a").NextBits());
                if (drawsMore)
                {
                    world.Random("b").NextBits();
                }

                drawn.Add(world.Random("a").NextBits());
                return Task.CompletedTask;
            });
            return drawn;
        }

        Assert.Equal(Draw(false), Draw(true));
        Assert.Equal(2, Draw(false).Distinct().Count());
    }

    [Fact]
    public void Members_of_the_runtime_are_refused_before_the_first_run()
    {
        var world = World.Create();
        Assert.Throws<InvalidOperationException>(() => world.Random("stream"));
    }

    [Fact]
    public void Notes_are_part_of_the_trace()
    {
        ulong Hash(string note)
        {
            var world = World.Create();
            world.Note(note);
            return world.Trace.Hash;
        }

        Assert.Equal(Hash("a"), Hash("a"));
        Assert.NotEqual(Hash("a"), Hash("b"));
    }

    [Fact]
    public void A_step_may_take_time_so_that_timers_fire_beside_busy_tasks()
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1), StepDuration = TimeSpan.FromMicroseconds(10), StepLimit = 10_000 });
        world.Complete(async () =>
        {
            var isDue = false;
            using var timer = world.Time.CreateTimer(_ => isDue = true, null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            while (!isDue)
            {
                await world.Step();
            }
        });
        Assert.Equal(TimeSpan.FromMilliseconds(1.02), world.Elapsed);
    }

    private const ulong PinnedHash = 11297750335497122680;

    /// <summary>A run with some of everything: points, plain awaits, timers, waiters, files, faults, a kill and a crash.</summary>
    private static SimulatedWorld Busy(SimulatedWorld world)
    {
        var result = world.Run("root", () => Work(world), new KillAfterSteps(45));
        Assert.Equal(RunOutcome.Killed, result.Outcome);
        world.Crash(new CrashRule(CrashMode.Random, world.Options.Seed.Value));
        world.Complete(() => Work(world));
        return world;
    }

    private static async Task Work(SimulatedWorld world)
    {
        await world.Files.CreateDirectory("d");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => world.Start($"worker-{i}", async () =>
        {
            using var file = await world.Files.Open($"d/{i}", FileOpening.Replace);
            for (var k = 0; k < 5; k++)
            {
                await file.Write(k * 100, new byte[100 + i]);
                await Task.Yield();
                if (k % 2 == 0)
                {
                    await file.Flush();
                }

                await Task.Delay(TimeSpan.FromMilliseconds((int)world.Random("delays").Below(5UL)), world.Time);
            }

            await world.Files.FlushDirectory("d");
        })));
    }

    private static async Task ThreeSteps(SimulatedWorld world, Action stepped)
    {
        for (var i = 0; i < 3; i++)
        {
            await world.Step();
            stepped();
        }
    }
}

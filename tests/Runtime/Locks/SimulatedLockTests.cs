using Sim.Runtime.Locks;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation;
using Sim.Simulation.Strategies;

namespace Sim.Runtime.Tests.Locks;

/// <summary>The locks under schedules that are chosen to break them: the same code as on real threads, in worlds of one thread.</summary>
public sealed class SimulatedLockTests
{
    private const int SeedCount = 150;

    /// <summary>Strategies that let every task run again and again. Others may leave one out for ever, which no lock can help.</summary>
    private static readonly string[] FairStrategies = ["random", "round-robin"];

    private static readonly PointName Inside = new("test.inside");

    [Fact]
    public void Tasks_in_a_mutex_exclude_each_other_under_every_schedule() => UnderManySchedules(async world =>
    {
        var mutex = new AsyncMutex(world, "m");
        var watch = new Watch(world);
        await Together(world, 4, async _ =>
        {
            for (var round = 0; round < 4; round++)
            {
                using var guard = await mutex.Lock();
                Check(guard.Covers(mutex), "the guard covers the mutex that it holds");
                await watch.Alone();
            }
        });
        Check(!mutex.IsHeld, "the mutex is free in the end");
        Check(watch.Entries == 16, "every round was alone once");
    });

    [Fact]
    public void Readers_writers_and_upgrades_keep_apart_under_every_schedule() => UnderManySchedules(async world =>
    {
        var shared = new AsyncReaderWriterLock(world, "l");
        var watch = new Watch(world);
        var version = 0;
        await Together(world, 6, async n =>
        {
            for (var round = 0; round < 3; round++)
            {
                switch ((n + round) % 3)
                {
                    case 0:
                        using (await shared.Read())
                        {
                            var before = version;
                            await watch.Shared();
                            Check(version == before, "nothing changes under a reader");
                        }

                        break;
                    case 1:
                        using (await shared.Write())
                        {
                            version++;
                            await watch.Alone();
                        }

                        break;
                    default:
                        using (var upgradable = await shared.UpgradableRead())
                        {
                            var before = version;
                            await watch.Shared();
                            using (var writer = await upgradable.Upgrade())
                            {
                                Check(writer.Covers(shared), "the guard covers the lock that it holds");
                                Check(version == before, "no writer came before the upgrade");
                                version++;
                                await watch.Alone();
                            }

                            before = version;
                            await watch.Shared();
                            Check(version == before, "the upgradable hold goes on after the upgrade");
                        }

                        break;
                }
            }
        });
        Check(version == 12, "every writer and every upgrade had its turn");
        Check(!shared.IsWriteHeld, "the lock is free in the end");
    });

    [Fact]
    public void A_writer_gets_in_however_many_readers_come_and_go() => UnderManySchedules(FairStrategies, async world =>
    {
        var shared = new AsyncReaderWriterLock(world, "l");
        var isDone = false;
        var readers = Together(world, 4, async _ =>
        {
            // Without an end of their own: only the writer ends them, so a writer that starves never ends the run.
            while (!isDone)
            {
                using (await shared.Read())
                {
                    await world.Point(Inside, Resource.None, Access.Read);
                }
            }
        });
        var writer = world.Start("writer", async () =>
        {
            using (await shared.Write())
            {
                isDone = true;
            }
        });
        await Task.WhenAll(readers, writer);
    });

    [Fact]
    public void Two_mutexes_in_opposite_order_deadlock_under_some_schedule_and_the_report_names_both_holders()
    {
        var deadlocks = 0;
        for (var seed = 0UL; seed < SeedCount; seed++)
        {
            // Nothing leaves the world, so no deadlock has to wait for a return.
            var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(seed), EscapeGrace = TimeSpan.Zero });
            var first = new AsyncMutex(world, "first");
            var second = new AsyncMutex(world, "second");
            var result = world.Run("root", () => Task.WhenAll(
                world.Start("left", () => LockBoth(first, second)), world.Start("right", () => LockBoth(second, first))));
            if (result.Outcome == RunOutcome.Completed)
            {
                continue;
            }

            deadlocks++;
            Assert.Equal(RunOutcome.Deadlocked, result.Outcome);
            Assert.Equal(["left", "right"], result.Deadlock!.Cycle.Order(StringComparer.Ordinal));
            var left = Assert.Single(result.Deadlock.Waiting, wait => wait.Task == "left");
            Assert.Equal("second", left.Resource);
            Assert.Equal(["right"], left.Holders);
        }

        Assert.InRange(deadlocks, 1, SeedCount - 1);
    }

    [Fact]
    public void An_upgrade_that_can_never_be_granted_is_reported_with_the_readers_it_waits_for_and_not_its_own_hold()
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1) });
        var shared = new AsyncReaderWriterLock(world, "l");
        var result = world.Run("root", async () =>
        {
            using var reader = await shared.Read();
            await world.Start("upgrader", async () =>
            {
                using var upgradable = await shared.UpgradableRead();
                using var writer = await upgradable.Upgrade();
            });
        });
        Assert.Equal(RunOutcome.Deadlocked, result.Outcome);
        var upgrader = Assert.Single(result.Deadlock!.Waiting, wait => wait.Task == "upgrader");
        Assert.Equal("l", upgrader.Resource);
        Assert.Equal(["root"], upgrader.Holders);
    }

    [Fact]
    public void A_reader_that_reads_again_behind_a_writer_waits_for_itself()
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1) });
        var shared = new AsyncReaderWriterLock(world, "l");
        var result = world.Run("root", async () =>
        {
            using var first = await shared.Read();
            var writer = world.Start("writer", async () => (await shared.Write()).Dispose());
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
            using var second = await shared.Read();
            await writer;
        });
        Assert.Equal(RunOutcome.Deadlocked, result.Outcome);
        Assert.Contains(result.Deadlock!.Waiting, wait => wait.Task == "root" && wait.Holders.SequenceEqual(["root"]));
    }

    [Fact]
    public void A_wait_times_out_at_its_virtual_time_and_not_before()
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1) });
        var signal = new AsyncEvent(world, "e");
        var result = world.Run("root", async () =>
        {
            Check(await signal.Wait(TimeSpan.FromSeconds(5)) == WaitOutcome.TimedOut, "nobody signals");
            Check(world.Elapsed == TimeSpan.FromSeconds(5), "five seconds have passed");
            signal.Set();
            Check(await signal.Wait(TimeSpan.FromSeconds(5)) == WaitOutcome.Signaled, "the signal is remembered");
            Check(world.Elapsed == TimeSpan.FromSeconds(5), "and takes no time");
        });
        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(5), world.Elapsed);
    }

    [Fact]
    public void A_signal_that_meets_a_timeout_is_never_lost() => UnderManySchedules(async world =>
    {
        var signal = new AsyncEvent(world, "e");
        var setter = world.Start("setter", async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
            signal.Set();
        });
        var outcomes = new List<WaitOutcome>();
        await Task.WhenAll(setter, Together(world, 2, async _ => outcomes.Add(await signal.Wait(TimeSpan.FromSeconds(1)))));

        // Whichever came first, the signal ended exactly one wait, or is still there for the next.
        var left = await signal.Wait(TimeSpan.Zero);
        Check(outcomes.Append(left).Count(outcome => outcome == WaitOutcome.Signaled) == 1, "one signal ends one wait");
    });

    [Fact]
    public void Every_item_comes_out_once_wherever_the_close_falls() => UnderManySchedules(async world =>
    {
        var queue = new BoundedQueue<string>(world, "q", 2);
        var taken = new List<string>();
        var consumers = Together(world, 2, async _ =>
        {
            while (await queue.Dequeue() is { } item)
            {
                taken.Add(item);
                Check(queue.Count <= 2, "the queue keeps to its slots");
            }
        });
        var added = new List<string>();
        var producers = Start(world, "producer", 3, async n =>
        {
            for (var i = 0; i < 4; i++)
            {
                if (!await queue.Reserve())
                {
                    return;
                }

                await world.Point(Inside, Resource.None, Access.Write);
                if ((n + i) % 4 == 0)
                {
                    queue.Unreserve();
                    continue;
                }

                queue.Fill($"{n}/{i}");
                added.Add($"{n}/{i}");
            }
        });
        var closer = world.Start("closer", async () =>
        {
            for (var i = 0; i < 30; i++)
            {
                await world.Point(Inside, Resource.None, Access.Write);
            }

            queue.Close();
        });
        await Task.WhenAll(consumers, producers, closer);
        taken.Sort(StringComparer.Ordinal);
        added.Sort(StringComparer.Ordinal);
        Check(taken.SequenceEqual(added), "what was filled in was taken out, once");
    });

    [Fact]
    public void One_consumer_takes_the_items_in_the_order_in_which_they_were_filled_in() => UnderManySchedules(async world =>
    {
        var queue = new BoundedQueue<string>(world, "q", 2);
        var filled = new List<string>();
        var taken = new List<string>();
        var consumer = world.Start("consumer", async () =>
        {
            while (await queue.Dequeue() is { } item)
            {
                taken.Add(item);
            }
        });
        await Together(world, 3, async n =>
        {
            for (var i = 0; i < 3; i++)
            {
                Check(await queue.Reserve(), "the queue is open");
                filled.Add($"{n}/{i}");
                queue.Fill($"{n}/{i}");
            }
        });
        queue.Close();
        await consumer;
        Check(taken.SequenceEqual(filled), "first in, first out");
    });

    [Fact]
    public void A_result_reaches_everybody_who_waits_under_every_schedule() => UnderManySchedules(async world =>
    {
        var result = new AsyncResult<int>(world, "r");
        var seen = new List<int>();
        await Task.WhenAll(
            Together(world, 3, async _ => seen.Add(await result.Wait())),
            Start(world, "setter", 2, async n =>
            {
                await world.Point(Inside, Resource.None, Access.Write);
                result.TrySet(n);
            }));
        Check(seen.Count == 3 && seen.Distinct().Count() == 1, "everybody saw the first value");
    });

    [Theory]
    [InlineData("random")]
    [InlineData("pct:3:200")]
    public void The_same_seed_gives_the_same_trace(string strategy)
    {
        Assert.Equal(TraceHash(strategy, 7), TraceHash(strategy, 7));
        Assert.NotEqual(TraceHash(strategy, 7), TraceHash(strategy, 8));
    }

    private static ulong TraceHash(string strategyName, ulong seed)
    {
        var world = World(strategyName, seed);
        var shared = new AsyncReaderWriterLock(world, "l");
        var mutex = new AsyncMutex(world, "m");
        var result = world.Run("root", () => Together(world, 5, async n =>
        {
            for (var round = 0; round < 4; round++)
            {
                using var guard = await mutex.Lock();
                using var upgradable = await shared.UpgradableRead();
                using var writer = await upgradable.Upgrade();
                world.Note((ulong)n);
            }
        }));
        Assert.Equal(RunOutcome.Completed, result.Outcome);
        return world.Trace.Hash;
    }

    private static void UnderManySchedules(Func<SimulatedWorld, Task> program) =>
        UnderManySchedules([.. FairStrategies, "pct:3:200"], program);

    private static void UnderManySchedules(string[] strategies, Func<SimulatedWorld, Task> program)
    {
        foreach (var strategy in strategies)
        {
            for (var seed = 0UL; seed < SeedCount; seed++)
            {
                var world = World(strategy, seed);
                var result = world.Run("root", () => program(world));
                Assert.True(
                    result.Outcome == RunOutcome.Completed,
                    $"Strategy {strategy}, seed {seed}: {result.Outcome} {result.Failure} {result.Deadlock}");
            }
        }
    }

    private static SimulatedWorld World(string strategyName, ulong seed)
    {
        Assert.True(StrategyCatalog.TryCreate(strategyName, new Seed(seed), out var strategy, out var problem), problem);
        return new SimulatedWorld(new WorldOptions { Seed = new Seed(seed), Strategy = strategy, StepLimit = 20_000 });
    }

    private static Task Together(SimulatedWorld world, int count, Func<int, Task> body) => Start(world, "task", count, body);

    private static Task Start(SimulatedWorld world, string name, int count, Func<int, Task> body) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(n => world.Start($"{name}-{n}", () => body(n))).ToArray());

    private static async Task LockBoth(AsyncMutex first, AsyncMutex second)
    {
        using (await first.Lock())
        {
            using (await second.Lock())
            {
            }
        }
    }

    private static void Check(bool condition, string claim)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"It is not so that {claim}.");
        }
    }

    /// <summary>Counts who is inside, across scheduling points, and throws when somebody is not alone who should be.</summary>
    private sealed class Watch(IRuntime runtime)
    {
        private int _alone;
        private int _shared;

        internal int Entries { get; private set; }

        internal async Task Alone()
        {
            Check(_alone == 0 && _shared == 0, "nobody else is inside");
            _alone++;
            Entries++;
            await runtime.Point(Inside, Resource.None, Access.Write);
            Check(_alone == 1 && _shared == 0, "nobody else has come in");
            _alone--;
        }

        internal async Task Shared()
        {
            Check(_alone == 0, "nobody is alone inside");
            _shared++;
            await runtime.Point(Inside, Resource.None, Access.Read);
            Check(_alone == 0, "nobody has come in alone");
            _shared--;
        }
    }
}

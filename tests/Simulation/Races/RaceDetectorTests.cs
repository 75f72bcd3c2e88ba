using Sim.Runtime.Locks;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Races;

namespace Sim.Simulation.Tests.Races;

public sealed class RaceDetectorTests
{
    private static readonly PointName ReadPoint = new("balance.read");
    private static readonly PointName WritePoint = new("balance.write");
    private static readonly Resource Balance = new("balance") { IsData = true };

    [Fact]
    public void A_write_beside_a_write_is_a_race_that_names_both()
    {
        var race = Find(world => Both(world, () => Write(world)))!;

        Assert.Equal("balance", race.Resource);
        Assert.Equal([new DataAccess("a", "balance.write", 1, Access.Write), new DataAccess("b", "balance.write", 1, Access.Write)],
            new[] { race.Earlier, race.Later }.OrderBy(access => access.Task));
        Assert.Contains("nothing orders the two", race.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_beside_a_write_is_a_race_whichever_comes_first()
    {
        var firsts = new SortedSet<string>(StringComparer.Ordinal);
        for (var seed = 0UL; seed < 30; seed++)
        {
            var race = RunOnce(seed, world => Task.WhenAll(world.Start("a", () => Write(world)), world.Start("b", () => Read(world))));
            firsts.Add(Assert.IsType<DataRaceException>(race.Failure).Earlier.Task);
        }

        Assert.Equal(["a", "b"], firsts);
    }

    [Fact]
    public void Reads_beside_reads_are_none() => Assert.Null(Find(world => Both(world, () => Read(world))));

    [Fact]
    public void What_is_no_data_may_be_touched_at_once()
    {
        var file = new Resource("file");
        Assert.Null(Find(world => Both(world, async () => await world.Point(WritePoint, file, Access.Write))));
    }

    [Fact]
    public void Off_unless_asked_for()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            World.Create(seed).Complete(() => Task.CompletedTask);
            var world = World.Create(seed);
            world.Complete(() => Both(world, () => Write(world)));
        }
    }

    [Fact]
    public void A_mutex_orders_what_it_guards() => Assert.Null(Find(world =>
    {
        var mutex = new AsyncMutex(world, "mutex");
        return Both(world, async () =>
        {
            using (await mutex.Lock())
            {
                await Read(world);
                await Write(world);
            }
        });
    }));

    [Fact]
    public void Two_different_mutexes_do_not() => Assert.NotNull(Find(world => Both(world, async () =>
    {
        using (await new AsyncMutex(world, $"mutex-{world.CurrentTask}").Lock())
        {
            await Write(world);
        }
    })));

    [Fact]
    public void A_reader_writer_lock_orders_writers_and_readers() => Assert.Null(Find(world =>
    {
        var door = new AsyncReaderWriterLock(world, "door");
        return Both(world, async () =>
        {
            using (await door.Read())
            {
                await Read(world);
            }

            using (await door.Write())
            {
                await Write(world);
            }
        });
    }));

    [Fact]
    public void Shared_holds_of_a_lock_do_not_order_each_other()
    {
        var race = Find(world =>
        {
            var door = new AsyncReaderWriterLock(world, "door");
            return Both(world, async () =>
            {
                using (await door.Read())
                {
                    await Write(world);
                }
            });
        });
        Assert.NotNull(race);
    }

    [Fact]
    public void A_queue_an_event_a_result_a_start_an_end_and_a_timer_order() => Assert.Null(Find(async world =>
    {
        var queue = new BoundedQueue<string>(world, "queue", 1);
        var signal = new AsyncEvent(world, "signal");
        var result = new AsyncResult<int>(world, "result");
        var ready = new TaskCompletionSource();
        await Write(world);
        var tasks = Task.WhenAll(
            world.Start("producer", async () =>
            {
                await Write(world);
                await queue.Enqueue("item");
            }),
            world.Start("consumer", async () =>
            {
                await queue.Dequeue();
                await Write(world);
                signal.Set();
            }),
            world.Start("signaled", async () =>
            {
                await signal.Wait();
                await Write(world);
                result.TrySet(1);
            }),
            world.Start("served", async () =>
            {
                await result.Wait();
                await Write(world);
                await using var timer = world.Time.CreateTimer(_ => ready.SetResult(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
                await ready.Task;
                await Write(world);
            }));
        await tasks;
        await Write(world);
    }));

    [Fact]
    public void A_lost_order_is_found_in_a_schedule_in_which_nothing_comes_of_it()
    {
        // The mistake: the flag is published before the value is written, so that a reader may come between; here none does.
        var race = Find(world =>
        {
            var isReady = new AsyncEvent(world, "ready");
            return Task.WhenAll(
                world.Start("writer", async () =>
                {
                    isReady.Set();
                    await Write(world);
                }),
                world.Start("reader", async () =>
                {
                    await isReady.Wait();
                    await Read(world);
                }));
        });
        Assert.NotNull(race);
    }

    private static DataRaceException? Find(Func<SimulatedWorld, Task> program)
    {
        for (var seed = 0UL; seed < 60; seed++)
        {
            var result = RunOnce(seed, program);
            if (result.Failure is DataRaceException race)
            {
                Assert.Equal(race.Later.Task, result.FailedTask);
                return race;
            }

            Assert.Equal(RunOutcome.Completed, result.Outcome);
        }

        return null;
    }

    private static RunResult RunOnce(ulong seed, Func<SimulatedWorld, Task> program)
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(seed), DetectsRaces = true });
        return world.Run("root", () => program(world));
    }

    private static Task Both(SimulatedWorld world, Func<Task> body) => Task.WhenAll(world.Start("a", body), world.Start("b", body));

    private static async Task Read(SimulatedWorld world) => await world.Point(ReadPoint, Balance, Access.Read);

    private static async Task Write(SimulatedWorld world) => await world.Point(WritePoint, Balance, Access.Write);
}

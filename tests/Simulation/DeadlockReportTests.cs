using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Tests;

public sealed class DeadlockReportTests
{
    [Fact]
    public void Two_tasks_that_hold_what_the_other_wants_are_a_cycle()
    {
        var world = World.Create();
        var left = new Held("left", "a");
        var right = new Held("right", "b");
        var result = world.Run("root", async () =>
        {
            var a = world.Start("a", async () => await world.CreateWaiter(right).Wait());
            var b = world.Start("b", async () => await world.CreateWaiter(left).Wait());
            await Task.WhenAll(a, b);
        });
        Assert.Equal(RunOutcome.Deadlocked, result.Outcome);
        var report = result.Deadlock!;
        Assert.Equal(["root", "a", "b"], report.Waiting.Select(waiting => waiting.Task));
        Assert.Equal([null, "right", "left"], report.Waiting.Select(waiting => waiting.Resource));
        Assert.Equal(["a", "b"], report.Cycle);
        Assert.Equal(
            """
            No task can run and no timer is set:
              root waits for an ordinary await (its last step went on from start #1)
              a waits for right, held by b (its last step went on from start #1)
              b waits for left, held by a (its last step went on from start #1)
              cycle: a -> b -> a
            """,
            report.ToString());
    }

    [Fact]
    public void A_chain_without_a_cycle_has_none()
    {
        var world = World.Create();
        var result = world.Run("root", async () => await world.CreateWaiter(new Held("lock", "somebody")).Wait());
        Assert.Equal(RunOutcome.Deadlocked, result.Outcome);
        Assert.Empty(result.Deadlock!.Cycle);
        Assert.Equal(["somebody"], result.Deadlock.Waiting[0].Holders);
    }

    [Fact]
    public void Two_mutexes_taken_in_opposite_order_are_found_and_explained()
    {
        DeadlockReport? found = null;
        for (var seed = 0UL; found is null; seed++)
        {
            Assert.InRange(seed, 0UL, 100UL);
            var world = World.Create(seed);
            var result = world.Run("root", () =>
            {
                var left = new AsyncMutex(world, "left");
                var right = new AsyncMutex(world, "right");
                return Task.WhenAll(world.Start("a", () => Both(left, right)), world.Start("b", () => Both(right, left)));
            });
            found = result.Deadlock;
        }

        Assert.Equal(["a", "b"], found.Cycle);
        Assert.Equal([("a", "right", "b"), ("b", "left", "a")], found.Waiting.Skip(1).Select(w => (w.Task, w.Resource, Assert.Single(w.Holders))));

        static async Task Both(AsyncMutex first, AsyncMutex second)
        {
            using (await first.Lock())
            {
                using (await second.Lock())
                {
                    // Both are held.
                }
            }
        }
    }

    [Fact]
    public void Tasks_that_wait_for_each_other_are_found_while_others_go_on()
    {
        var world = World.Create();
        var result = world.Run("root", async () =>
        {
            var ticking = world.Start("clock", async () =>
            {
                while (true)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
                }
            });
            var a = world.Start("a", async () => await world.CreateWaiter(new Held("right", "b")).Wait());
            var b = world.Start("b", async () => await world.CreateWaiter(new Held("left", "a")).Wait());
            await Task.WhenAll(ticking, a, b);
        });

        Assert.Equal(RunOutcome.Deadlocked, result.Outcome);
        Assert.True(result.Deadlock!.IsPartial);
        Assert.Equal(["a", "b"], result.Deadlock.Cycle);
        Assert.Equal(["a", "b"], result.Deadlock.Waiting.Select(waiting => waiting.Task));
        Assert.StartsWith("Tasks wait for each other, whatever the others do:", result.Deadlock.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_that_a_timer_ends_is_no_deadlock_however_long_it_takes()
    {
        var world = World.Create();
        var result = world.Run("root", async () =>
        {
            var right = world.CreateWaiter(new Held("right", "b"));
            var left = world.CreateWaiter(new Held("left", "a"));
            var a = world.Start("a", async () => await right.Wait());
            var b = world.Start("b", async () => await left.Wait());
            for (var i = 0; i < 1_000; i++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
            }

            right.TryRelease(WaitOutcome.Signaled);
            left.TryRelease(WaitOutcome.Signaled);
            await Task.WhenAll(a, b);
        });

        Assert.Equal(RunOutcome.Completed, result.Outcome);
    }

    [Fact]
    public void A_lost_wake_up_is_a_condition_that_is_true_while_its_waiter_sleeps()
    {
        DeadlockReport? found = null;
        for (var seed = 0UL; found is null; seed++)
        {
            Assert.InRange(seed, 0UL, 100UL);
            found = Hunt(seed, signalsFirst: true).Deadlock;
        }

        var lost = Assert.Single(found.LostWakeups);
        Assert.Equal(("consumer", "arrived", "an item is there"), (lost.Task, lost.Resource, lost.Forgotten));
        Assert.Contains("consumer waits for arrived, although an item is there: a lost wake-up", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signal_after_what_it_tells_of_loses_no_wake_up()
    {
        for (var seed = 0UL; seed < 100; seed++)
        {
            Assert.Equal(RunOutcome.Completed, Hunt(seed, signalsFirst: false).Outcome);
        }
    }

    [Fact]
    public void A_task_that_waits_for_what_is_not_true_has_lost_nothing()
    {
        var world = World.Create();
        var signal = new AsyncEvent(world, "arrived");
        var result = world.Run("root", async () => await signal.WaitUntil("an item is there", () => false));
        Assert.Empty(result.Deadlock!.LostWakeups);
    }

    [Fact]
    public void Whoever_waits_until_something_is_true_is_told_of_the_close()
    {
        var world = World.Create();
        world.Complete(async () =>
        {
            var signal = new AsyncEvent(world, "arrived");
            var closing = world.Start("closer", async () =>
            {
                await world.Step();
                signal.Close();
            });
            Assert.Equal(WaitOutcome.Closed, await signal.WaitUntil("an item is there", () => false));
            Assert.Equal(WaitOutcome.Signaled, await signal.WaitUntil("nothing is needed", () => true));
            await closing;
        });
    }

    private static RunResult Hunt(ulong seed, bool signalsFirst)
    {
        var world = World.Create(seed);
        var signal = new AsyncEvent(world, "arrived");
        var isThere = false;
        return world.Run("root", () => Task.WhenAll(
            world.Start("producer", async () =>
            {
                if (signalsFirst)
                {
                    // The mistake: the consumer may wake up in between, find nothing, and sleep again.
                    signal.Set();
                    await world.Step();
                    isThere = true;
                    return;
                }

                await world.Step();
                isThere = true;
                signal.Set();
            }),
            world.Start("consumer", async () => await signal.WaitUntil("an item is there", () => isThere))));
    }

    private sealed class Held(string name, string holder) : IWaitTarget
    {
        public Resource Resource { get; } = new(name);

        public IReadOnlyList<string> DescribeHolders() => [holder];
    }
}

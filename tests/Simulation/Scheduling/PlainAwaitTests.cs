using System.Threading.Channels;
using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Tests.Scheduling;

/// <summary>Code that knows nothing of the world but its clock still runs under its control.</summary>
public sealed class PlainAwaitTests
{
    [Fact]
    public void The_order_of_two_tasks_woken_at_once_is_the_schedulers_choice()
    {
        var orders = new HashSet<string>();
        for (var seed = 0UL; seed < 40; seed++)
        {
            var world = World.Create(seed);
            var order = "";
            world.Complete(async () =>
            {
                var gate = new TaskCompletionSource();
                async Task Body()
                {
                    await gate.Task;
                    order += world.CurrentTask;
                }

                var both = Task.WhenAll(world.Start("a", Body), world.Start("b", Body));
                await world.Step();
                gate.SetResult();
                await both;
            });
            orders.Add(order);
        }

        Assert.Equal(["ab", "ba"], orders.Order());
    }

    [Fact]
    public void Timers_wake_without_taking_the_choice_away()
    {
        var orders = new HashSet<string>();
        for (var seed = 0UL; seed < 40; seed++)
        {
            var world = World.Create(seed);
            var order = "";
            world.Complete(async () =>
            {
                async Task Body()
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
                    order += world.CurrentTask;
                }

                await Task.WhenAll(world.Start("a", Body), world.Start("b", Body));
            });
            orders.Add(order);
        }

        Assert.Equal(["ab", "ba"], orders.Order());
    }

    [Fact]
    public void Channels_semaphores_timeouts_and_periodic_timers_come_back_to_their_task()
    {
        var hashes = new HashSet<ulong>();
        for (var run = 0; run < 3; run++)
        {
            var world = World.Create(11);
            var sum = 0;
            world.Complete(async () =>
            {
                var channel = Channel.CreateBounded<int>(2);
                using var semaphore = new SemaphoreSlim(1);
                var producer = world.Start("producer", async () =>
                {
                    for (var i = 1; i <= 10; i++)
                    {
                        await channel.Writer.WriteAsync(i);
                        Assert.Equal("producer", world.CurrentTask);
                    }

                    channel.Writer.Complete();
                });
                var consumers = Enumerable.Range(0, 2).Select(i => world.Start($"consumer-{i}", async () =>
                {
                    while (await channel.Reader.WaitToReadAsync())
                    {
                        if (!channel.Reader.TryRead(out var item))
                        {
                            continue;
                        }

                        await semaphore.WaitAsync();
                        var seen = sum;
                        await Task.Yield();
                        sum = seen + item;
                        semaphore.Release();
                        Assert.Equal($"consumer-{i}", world.CurrentTask);
                    }
                }));
                var ticker = world.Start("ticker", async () =>
                {
                    using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), world.Time);
                    for (var i = 0; i < 3; i++)
                    {
                        Assert.True(await timer.WaitForNextTickAsync());
                        Assert.Equal("ticker", world.CurrentTask);
                    }
                });
                var impatient = world.Start("impatient", async () =>
                {
                    await Assert.ThrowsAsync<TimeoutException>(() =>
                        new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromSeconds(1), world.Time));
                    using var source = new CancellationTokenSource(TimeSpan.FromSeconds(1), world.Time);
                    await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Delay(Timeout.InfiniteTimeSpan, world.Time, source.Token));
                    Assert.Equal("impatient", world.CurrentTask);
                });
                await Task.WhenAll([producer, .. consumers, ticker, impatient]);
                var first = await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(2), world.Time), Task.Delay(TimeSpan.FromSeconds(1), world.Time));
                await first;
            });
            Assert.Equal(55, sum);
            Assert.Equal(TimeSpan.FromSeconds(4), world.Elapsed);
            hashes.Add(world.Trace.Hash);
        }

        Assert.Single(hashes);
    }

    [Fact]
    public void A_task_may_await_several_points_at_once_and_their_order_is_a_choice()
    {
        var orders = new HashSet<string>();
        for (var seed = 0UL; seed < 60; seed++)
        {
            var world = World.Create(seed);
            var order = "";
            world.Complete(async () =>
            {
                async Task Part(string name)
                {
                    await world.Step();
                    order += name;
                }

                await Task.WhenAll(Part("a"), Part("b"), Part("c"));
            });
            orders.Add(order);
        }

        Assert.Equal(6, orders.Count);
    }

    [Fact]
    public void Asynchronous_streams_come_back_to_their_task_and_interleave_by_choice()
    {
        var orders = new HashSet<string>();
        for (var seed = 0UL; seed < 60; seed++)
        {
            var world = World.Create(seed);
            var order = "";
            async IAsyncEnumerable<string> Produce()
            {
                for (var i = 1; i <= 2; i++)
                {
                    await Task.Yield();
                    yield return $"{world.CurrentTask}{i}";
                }
            }

            async Task Consume()
            {
                await foreach (var item in Produce())
                {
                    order += item;
                }
            }

            world.Complete(() => Task.WhenAll(world.Start("a", Consume), world.Start("b", Consume)));
            orders.Add(order);
        }

        Assert.Equal(["a1a2b1b2", "a1b1a2b2", "a1b1b2a2", "b1a1a2b2", "b1a1b2a2", "b1b2a1a2"], orders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parallel_loops_on_the_schedulers_context_are_under_control()
    {
        var hashes = new HashSet<ulong>();
        for (var run = 0; run < 3; run++)
        {
            var world = World.Create(5);
            var sum = 0;
            world.Complete(async () =>
            {
                var options = new ParallelOptions
                {
                    TaskScheduler = TaskScheduler.FromCurrentSynchronizationContext(),
                    MaxDegreeOfParallelism = 2,
                };
                await Parallel.ForEachAsync(Enumerable.Range(1, 4), options, async (item, _) =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(item), world.Time, CancellationToken.None);
                    sum += item;
                });
            });
            Assert.Equal(10, sum);
            hashes.Add(world.Trace.Hash);
        }

        Assert.Single(hashes);
    }

    [Fact]
    public void A_waiter_released_before_the_wait_is_not_waited_for()
    {
        var world = World.Create();
        world.Complete(async () =>
        {
            var waiter = world.CreateWaiter(new Target());
            Assert.True(waiter.TryRelease(WaitOutcome.Closed));
            Assert.False(waiter.TryRelease(WaitOutcome.Signaled));
            Assert.Equal(WaitOutcome.Closed, await waiter.Wait());
        });
    }

    [Fact]
    public void A_released_task_does_not_run_inside_the_release()
    {
        var world = World.Create();
        world.Complete(async () =>
        {
            var waiter = world.CreateWaiter(new Target());
            var isAwake = false;
            var waiting = world.Start("waiting", async () =>
            {
                Assert.Equal(WaitOutcome.Signaled, await waiter.Wait());
                isAwake = true;
            });
            await Task.Delay(TimeSpan.FromMilliseconds(1), world.Time);
            Assert.True(waiter.TryRelease(WaitOutcome.Signaled));
            Assert.False(isAwake);
            await waiting;
            Assert.True(isAwake);
        });
    }

    private sealed class Target : IWaitTarget
    {
        public Resource Resource { get; } = new("target");

        public IReadOnlyList<string> DescribeHolders() => [];
    }
}

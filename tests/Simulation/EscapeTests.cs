using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Sim.Runtime.Randomness;

namespace Sim.Simulation.Tests;

[SuppressMessage("Reliability", "CA2008", Justification = "Straying is what is tested.")]
public sealed class EscapeTests
{
    [Fact]
    public void A_continuation_from_the_thread_pool_is_an_escape_that_names_its_task()
    {
        var world = Patient();
        using var gate = new ManualResetEventSlim();
        var result = world.Run("root", async () =>
        {
            var stray = world.Start("stray", async () =>
            {
                // Opened once the task is waiting: what is over before anybody looks leaves no trace.
                _ = world.Start("opener", () =>
                {
                    gate.Set();
                    return Task.CompletedTask;
                });
                await Task.Run(gate.Wait);
            });
            await stray;
        });
        AssertEscape(result, "stray");
    }

    [Fact]
    public void A_point_reached_on_another_thread_is_an_escape()
    {
        var world = Patient();
        var result = world.Run("root", async () =>
        {
            await Task.Run(async () => await world.Step()).ConfigureAwait(false);
            await world.Step();
        });
        AssertEscape(result, "root");
    }

    [Fact]
    public void A_wait_with_a_token_on_a_semaphore_is_an_escape()
    {
        var world = Patient();
        using var source = new CancellationTokenSource();
        var result = world.Run("root", async () =>
        {
            using var semaphore = new SemaphoreSlim(0);
            var stray = world.Start("stray", () => semaphore.WaitAsync(source.Token));
            await world.Step();
            await world.Step();
            semaphore.Release();
            await stray;
        });
        AssertEscape(result, "stray");
    }

    [Fact]
    public void Tasks_taken_as_they_end_are_an_escape()
    {
        var world = Patient();
        var result = world.Run("root", async () =>
        {
            var first = new TaskCompletionSource();
            var stray = world.Start("stray", async () =>
            {
                await foreach (var ended in Task.WhenEach(first.Task))
                {
                    await ended;
                }
            });
            await world.Step();
            await world.Step();
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
            first.SetResult();
            await stray;
        });
        AssertEscape(result, "stray");
    }

    [Fact]
    public void A_point_reached_outside_any_task_is_an_escape_that_names_the_maker_of_the_timer()
    {
        var world = Patient();
        var result = world.Run("root", async () =>
        {
            using var timer = world.Time.CreateTimer(_ => _ = world.Step().AsTask(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            await new TaskCompletionSource().Task;
        });
        AssertEscape(result, "root");
    }

    [Fact]
    public void An_escape_names_the_line_of_the_await_that_came_back_from_elsewhere()
    {
        var world = Patient();
        using var gate = new ManualResetEventSlim();
        var line = 0;
        var result = world.Run("root", Stray);
        var escape = Assert.IsType<EscapeException>(result.Failure);
        Assert.Equal($"EscapeTests.Stray (EscapeTests.cs:{line})", escape.Where);
        Assert.Contains(escape.Where!, escape.Message, StringComparison.Ordinal);

        async Task Stray()
        {
            await Task.Yield();

            // It runs once the stray one is waiting, and not before.
            _ = world.Start("opener", () =>
            {
                gate.Set();
                return Task.CompletedTask;
            });
            line = Line() + 1;
            await Task.Run(gate.Wait);
        }
    }

    [Fact]
    public void A_point_on_another_thread_names_the_line_that_reached_it()
    {
        var world = Patient();
        var line = 0;
        var result = world.Run("root", async () => await Task.Run(async () =>
        {
            line = Line() + 1;
            await world.Point(new Sim.Runtime.Scheduling.PointName("here"), World.Counter, Sim.Runtime.Scheduling.Access.Write);
        }));
        var escape = Assert.IsType<EscapeException>(result.Failure);
        Assert.EndsWith($"(EscapeTests.cs:{line})", escape.Where, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("result")]
    [InlineData("semaphore")]
    [InlineData("timeout")]
    public void Blocking_the_only_thread_ends_in_a_report(string how)
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1), BlockingGrace = TimeSpan.FromMilliseconds(20) });
        var result = world.Run("root", async () =>
        {
            await world.Step();
            var never = new TaskCompletionSource<int>().Task;
            using var taken = new SemaphoreSlim(0);
            Block();

            void Block() => _ = how switch
            {
                "wait" => never.Wait(Timeout.Infinite),
                "result" => never.Result == 0,
                "semaphore" => taken.Wait(Timeout.Infinite),
                _ => never.Wait(TimeSpan.FromHours(1)),
            };
        });
        Assert.Equal(RunOutcome.Faulted, result.Outcome);
        var escape = Assert.IsType<EscapeException>(result.Failure);
        Assert.Equal("root", escape.Task);
        Assert.Contains("blocked the only thread", escape.Message, StringComparison.Ordinal);
        Assert.Contains("EscapeTests.cs:", escape.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_that_another_thread_holds_for_a_moment_is_waited_for()
    {
        var world = Patient();
        var gate = new object();
        using var isHeld = new ManualResetEventSlim();
        using var isWanted = new ManualResetEventSlim();
        var holder = new Thread(() =>
        {
            lock (gate)
            {
                isHeld.Set();
                isWanted.Wait();
                Thread.Sleep(20);
            }
        });
        holder.Start();
        isHeld.Wait();
        var isEntered = false;
        world.Complete(() =>
        {
            isWanted.Set();
            lock (gate)
            {
                isEntered = true;
            }

            return Task.CompletedTask;
        });
        holder.Join();
        Assert.True(isEntered);
    }

    [Fact]
    public void The_callers_context_is_restored()
    {
        var mine = new SynchronizationContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(mine);
        try
        {
            var world = Patient();
            world.Complete(async () => await world.Step());
            Assert.Same(mine, SynchronizationContext.Current);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    [Fact]
    public void Async_local_values_stay_with_their_task()
    {
        var world = Patient();
        var local = new AsyncLocal<string?>();
        async Task Body()
        {
            var mine = world.CurrentTask;
            for (var i = 0; i < 5; i++)
            {
                local.Value = mine;
                await world.Step();
                Assert.Equal(mine, local.Value);
            }
        }

        world.Complete(() => Task.WhenAll(world.Start("a", Body), world.Start("b", Body)));
        Assert.Null(local.Value);
    }

    [Fact]
    public void Async_local_values_do_not_leak_into_another_task()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var world = World.Create(seed);
            var local = new AsyncLocal<string?>();
            world.Complete(() => Task.WhenAll(
                world.Start("writer", async () =>
                {
                    await world.Step();
                    local.Value = "written";
                    await world.Step();
                }),
                world.Start("reader", async () =>
                {
                    Assert.Null(local.Value);
                    await world.Step();
                    Assert.Null(local.Value);
                })));
        }
    }

    private static int Line([CallerLineNumber] int line = 0) => line;

    // The grace time ends as soon as the escape is there, so that a long one costs nothing here.
    private static SimulatedWorld Patient() =>
        new(new WorldOptions { Seed = new Seed(1), EscapeGrace = TimeSpan.FromMinutes(1) });

    private static void AssertEscape(RunResult result, string task)
    {
        Assert.Equal(RunOutcome.Faulted, result.Outcome);
        var escape = Assert.IsType<EscapeException>(result.Failure);
        Assert.Equal(task, escape.Task);
        Assert.Equal(task, result.FailedTask);
    }
}

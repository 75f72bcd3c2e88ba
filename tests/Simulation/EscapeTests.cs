using System.Diagnostics.CodeAnalysis;
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

namespace Sim.Simulation.Tests.Clocks;

public sealed class VirtualClockTests
{
    [Fact]
    public void Timers_fire_in_the_order_of_time_and_then_of_creation()
    {
        var world = World.Create();
        var fired = new List<string>();
        world.Complete(async () =>
        {
            using var c = Timer(world, "c", 20, fired);
            using var a = Timer(world, "a", 10, fired);
            using var b = Timer(world, "b", 10, fired);
            using var gone = Timer(world, "gone", 5, fired);
            using var moved = Timer(world, "moved", 5, fired);
            gone.Dispose();
            Assert.True(moved.Change(TimeSpan.FromMilliseconds(30), Timeout.InfiniteTimeSpan));
            Assert.False(gone.Change(TimeSpan.Zero, TimeSpan.Zero));
            await Task.Delay(TimeSpan.FromMilliseconds(100), world.Time);
        });
        Assert.Equal(["a", "b", "c", "moved"], fired);
        Assert.Equal(TimeSpan.FromMilliseconds(100), world.Elapsed);
    }

    [Fact]
    public void A_periodic_timer_repeats_and_may_stop_itself()
    {
        var world = World.Create();
        var times = new List<TimeSpan>();
        world.Complete(async () =>
        {
            ITimer? timer = null;
            timer = world.Time.CreateTimer(
                _ =>
                {
                    times.Add(world.Elapsed);
                    if (times.Count == 3)
                    {
                        timer!.Dispose();
                    }
                },
                null,
                TimeSpan.FromSeconds(1),
                TimeSpan.FromSeconds(2));
            await Task.Delay(TimeSpan.FromMinutes(1), world.Time);
        });
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)], times);
    }

    [Fact]
    public void Many_timers_in_any_order_fire_in_order()
    {
        var world = World.Create();
        var fired = new List<TimeSpan>();
        world.Complete(async () =>
        {
            var random = world.Random("timers");
            var timers = Enumerable.Range(0, 500)
                .Select(_ => world.Time.CreateTimer(
                    _ => fired.Add(world.Elapsed), null, TimeSpan.FromMilliseconds(random.Below(1000)), Timeout.InfiniteTimeSpan))
                .ToList();
            for (var i = 0; i < timers.Count; i += 3)
            {
                timers[i].Dispose();
            }

            await Task.Delay(TimeSpan.FromSeconds(2), world.Time);
        });
        Assert.Equal(333, fired.Count);
        Assert.Equal(fired.Order(), fired);
    }

    [Fact]
    public void Time_begins_at_a_fixed_moment_and_goes_on_over_a_kill()
    {
        var world = World.Create();
        world.Run("root", () => Task.Delay(TimeSpan.FromDays(1), world.Time), new KillAfterSteps(1));
        world.Complete(() =>
        {
            Assert.Equal(new DateTimeOffset(2000, 1, 2, 0, 0, 0, TimeSpan.Zero), world.Time.GetUtcNow());
            Assert.Equal(TimeSpan.FromDays(1), world.Time.GetElapsedTime(0));
            return Task.CompletedTask;
        });
    }

    private static ITimer Timer(SimulatedWorld world, string name, int milliseconds, List<string> fired) =>
        world.Time.CreateTimer(_ => fired.Add(name), null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
}

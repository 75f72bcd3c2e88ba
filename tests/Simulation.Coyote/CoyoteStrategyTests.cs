using Sim.Runtime.Locks;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Coyote.Tests;

public sealed class CoyoteStrategyTests
{
    private static readonly PointName ReadPoint = new("counter.read");
    private static readonly PointName WritePoint = new("counter.write");

    public static TheoryData<string> Names => [.. CoyoteStrategies.Usages];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lost_update_is_found_and_its_schedule_repeats_it_without_coyote(string name)
    {
        for (var seed = 1UL; seed <= 50; seed++)
        {
            using var strategy = Create(name, seed);
            var world = CreateWorld(seed, strategy);
            if (LoseUpdates(world) != 0)
            {
                var replay = new ReplayStrategy(world.Schedule);
                var again = CreateWorld(seed, replay);
                Assert.NotEqual(0, LoseUpdates(again));
                Assert.Equal(world.Trace.Hash, again.Trace.Hash);
                Assert.Empty(replay.Report.Unmatched);
                return;
            }
        }

        Assert.Fail("No seed from 1 to 50 loses an update.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_seed_gives_one_run_and_seeds_give_different_ones(string name)
    {
        var hashes = new HashSet<ulong>();
        for (var seed = 1UL; seed <= 10; seed++)
        {
            Assert.Equal(HashOf(name, seed), HashOf(name, seed));
            hashes.Add(HashOf(name, seed));
        }

        Assert.True(hashes.Count > 5, $"Ten seeds gave {hashes.Count} runs.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Locks_events_timers_and_kills_work_as_under_any_strategy(string name)
    {
        using var strategy = Create(name, 7);
        var world = CreateWorld(7, strategy);
        for (var run = 0; run < 4; run++)
        {
            var mutex = new AsyncMutex(world, "mutex");
            var ready = new AsyncEvent(world, "ready");
            var inside = 0;
            var entries = 0;

            async Task Enter()
            {
                for (var i = 0; i < 5; i++)
                {
                    using var guard = await mutex.Lock();
                    Assert.Equal(1, ++inside);
                    await world.Point(WritePoint, mutex.Resource, Access.Write);
                    entries++;
                    inside--;
                }

                ready.Set();
            }

            var kill = run % 2 == 0 ? new KillAfterSteps(20 + run) : null;
            var result = world.Run(
                "root",
                async () =>
                {
                    var workers = Enumerable.Range(0, 3).Select(i => world.Start($"worker-{i}", Enter)).ToArray();
                    await ready.Wait();
                    await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
                    await Task.WhenAll(workers);
                },
                kill);
            Assert.Equal(kill is null ? RunOutcome.Completed : RunOutcome.Killed, result.Outcome);
            Assert.True(kill is not null || entries == 15);
        }
    }

    [Fact]
    public void A_strategy_that_was_never_begun_has_nothing_to_end()
    {
        var strategy = Create("coyote-random", 1);
        strategy.Dispose();
        strategy.Dispose();
        Assert.Throws<ObjectDisposedException>(() => strategy.Begin(1));
    }

    [Fact]
    public void Other_names_are_refused() => Assert.False(CoyoteStrategies.TryCreate("coyote-best", new Seed(1), out _));

    private static ulong HashOf(string name, ulong seed)
    {
        using var strategy = Create(name, seed);
        var world = CreateWorld(seed, strategy);
        LoseUpdates(world);
        return world.Trace.Hash;
    }

    private static CoyoteStrategy Create(string name, ulong seed)
    {
        Assert.True(CoyoteStrategies.TryCreate(name, new Seed(seed), out var strategy));
        Assert.Equal(name, strategy.Name);
        return strategy;
    }

    private static SimulatedWorld CreateWorld(ulong seed, IStrategy strategy) =>
        new(new WorldOptions { Seed = new Seed(seed), Strategy = strategy, RecordSchedule = true, StepLimit = 10_000 });

    // How many of nine additions are lost.
    private static int LoseUpdates(SimulatedWorld world)
    {
        var counter = new Resource("counter");
        var value = 0;

        async Task Add()
        {
            for (var i = 0; i < 3; i++)
            {
                await world.Point(ReadPoint, counter, Access.Read);
                var seen = value;
                await world.Point(WritePoint, counter, Access.Write);
                value = seen + 1;
            }
        }

        var result = world.Run("root", () => Task.WhenAll(Enumerable.Range(0, 3).Select(i => world.Start($"adder-{i}", Add))));
        Assert.Equal(RunOutcome.Completed, result.Outcome);
        return 9 - value;
    }
}

using Sim.Bank;
using Sim.Runtime.Randomness;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class StrategyTests
{
    [Theory]
    [InlineData("random")]
    [InlineData("pct")]
    [InlineData("pct:2:20")]
    [InlineData("pos")]
    [InlineData("delay:2:20")]
    [InlineData("walk")]
    [InlineData("portfolio")]
    [InlineData("frontier")]
    [InlineData("aim:mutex.lock+start")]
    [InlineData("fair:20:pct:2:20")]
    [InlineData("round-robin")]
    [InlineData("base")]
    public void Every_strategy_replays_exactly(string name)
    {
        for (var seed = 0UL; seed < 30; seed++)
        {
            var recorded = World.Create(seed, Create(name, seed), records: true);
            var result = Run(recorded);
            var replay = new ReplayStrategy(recorded.Schedule);
            var replayed = World.Create(seed, replay);
            var again = Run(replayed);
            Assert.Equal(result.Steps, again.Steps);
            Assert.Equal(recorded.Trace.Events, replayed.Trace.Events);
            Assert.Equal(recorded.Trace.Hash, replayed.Trace.Hash);
            Assert.True(replay.Report.IsExact);
            Assert.Equal(recorded.Schedule.Decisions.Count, replay.Report.Applied);
        }
    }

    [Fact]
    public void The_base_strategy_records_nothing()
    {
        var world = World.Create(1, new BaseStrategy(), records: true);
        Run(world);
        Assert.Empty(world.Schedule.Decisions);
    }

    [Fact]
    public void The_base_policy_knows_what_a_task_left_behind_when_it_ended()
    {
        var world = World.Create(1, new BaseStrategy());
        var order = "";
        world.Complete(async () =>
        {
            var gate = new TaskCompletionSource();
            async Task Follow(string name)
            {
                await gate.Task;
                order += name;
            }

            var left = Task.CompletedTask;
            await world.Start("parent", () =>
            {
                left = Follow("left ");
                return Task.CompletedTask;
            });
            var other = world.Start("other", () => Follow("other"));
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
            gate.SetResult();
            await Task.WhenAll(left, other);
        });
        Assert.Equal("left other", order);
    }

    [Fact]
    public void Replay_tells_what_it_could_not_follow()
    {
        var replay = new ReplayStrategy(new ScheduleRecord(
        [
            new ScheduleDecision(1, DecisionKind.Before, "alice", "account.write", 1, "bob"),
            new ScheduleDecision(1, DecisionKind.Before, "alice", "account.write", 2, "bob"),
            new ScheduleDecision(1, DecisionKind.Before, "alice", "account.read", 1, "nobody"),
        ]));
        var world = World.Create(1, replay);
        var result = world.Run("root", () => Audit.Run(world, isSafe: false));
        Assert.Equal(RunOutcome.Faulted, result.Outcome);
        Assert.Equal(1, replay.Report.Applied);
        Assert.Equal("nobody", Assert.Single(replay.Report.Refused).Chosen);
        Assert.Equal(2, Assert.Single(replay.Report.Unmatched).Occurrence);
    }

    [Fact]
    public void Pct_of_depth_two_finds_a_lost_update_as_often_as_it_promises()
    {
        // The root task and two customers, and fewer than 12 decisions: at least one run in 36 must find it.
        const int Runs = 360;
        var found = Enumerable.Range(0, Runs).Count(seed =>
        {
            var world = World.Create((ulong)seed, Create("pct:2:12", (ulong)seed));
            return world.Run("root", () => Audit.Run(world, isSafe: false)).Outcome == RunOutcome.Faulted;
        });
        Assert.InRange(found, Runs / 36, Runs);
    }

    [Theory]
    [InlineData("llrrlr")]
    [InlineData("llrrrl")]
    public void Pct_lets_either_of_two_tasks_that_have_fallen_go_on_first(string order)
    {
        // Left falls after two steps and right after two of its own; then one of them is next.
        var found = Enumerable.Range(0, 2_000).Count(seed =>
        {
            var world = World.Create((ulong)seed, Create("pct:3:9", (ulong)seed));
            var steps = "";
            async Task Take(char letter)
            {
                for (var i = 0; i < 3; i++)
                {
                    await world.Step();
                    steps += letter;
                }
            }

            world.Complete(() => Task.WhenAll(world.Start("left", () => Take('l')), world.Start("right", () => Take('r'))));
            return steps == order;
        });
        Assert.NotEqual(0, found);
    }

    [Fact]
    public void Pct_reorders_the_flows_of_one_task()
    {
        var orders = Enumerable.Range(0, 100).Select(seed =>
        {
            var world = World.Create((ulong)seed, Create("pct", (ulong)seed));
            var order = "";
            async Task Flow(char letter)
            {
                await Task.Yield();
                order += letter;
            }

            world.Complete(() => Task.WhenAll(Flow('a'), Flow('b'), Flow('c')));
            return order;
        });
        Assert.Equal(6, orders.Distinct().Count());
    }

    [Fact]
    public void Pct_of_depth_one_never_preempts()
    {
        for (var seed = 0UL; seed < 100; seed++)
        {
            var world = World.Create(seed, Create("pct:1", seed));
            world.Complete(() => Audit.Run(world, isSafe: false));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("pct:")]
    [InlineData("pct:0")]
    [InlineData("pct:-1")]
    [InlineData("pct:3:0")]
    [InlineData("pct:3:4:5")]
    [InlineData("random:1")]
    [InlineData("delay:0")]
    [InlineData("delay:2:x")]
    [InlineData("delay:2:3:4")]
    [InlineData("fair")]
    [InlineData("fair:0:pct")]
    [InlineData("fair:10:")]
    [InlineData("fair:10:clever")]
    [InlineData("pos:1")]
    [InlineData("clever")]
    public void An_unknown_name_is_a_sentence_and_not_an_exception(string name)
    {
        Assert.False(StrategyCatalog.TryCreate(name, new Seed(1), out var strategy, out var problem));
        Assert.Null(strategy);
        Assert.Contains($"'{name}'", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_of_a_strategy_makes_it_again()
    {
        foreach (var name in (string[])["random", "pct:5:77", "pos", "delay:4:50", "walk", "portfolio", "frontier", "fair:9:pct:5:77", "fair:9:pos", "round-robin", "base"])
        {
            Assert.Equal(name, Create(name, 1).Name);
        }
    }

    [Theory]
    [InlineData("pos")]
    [InlineData("delay:1:8")]
    [InlineData("walk")]
    [InlineData("frontier")]
    [InlineData("portfolio")]
    public void A_lost_update_is_found_within_fifty_schedules(string name)
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var world = World.Create(seed, Create(name, seed));
            Assert.Contains(
                Enumerable.Range(0, 50), _ => world.Run("root", () => Audit.Run(world, isSafe: false)).Outcome == RunOutcome.Faulted);
        }
    }

    [Theory]
    [InlineData("pos")]
    [InlineData("delay")]
    [InlineData("walk")]
    [InlineData("frontier")]
    [InlineData("portfolio")]
    public void A_seed_always_makes_the_same_schedules(string name)
    {
        for (var seed = 0UL; seed < 10; seed++)
        {
            Assert.Equal(Hash(seed), Hash(seed));
        }

        ulong Hash(ulong seed)
        {
            var world = World.Create(seed, Create(name, seed));
            for (var i = 0; i < 5; i++)
            {
                Run(world);
            }

            return world.Trace.Hash;
        }
    }

    private static IStrategy Create(string name, ulong seed) =>
        StrategyCatalog.TryCreate(name, new Seed(seed), out var strategy, out var problem) ? strategy : throw new InvalidOperationException(problem);

    /// <summary>Two runs with a kill between them, in which tasks block, wake each other and await several things at once.</summary>
    private static RunResult Run(SimulatedWorld world)
    {
        async Task Root()
        {
            var gate = new TaskCompletionSource();
            async Task Part()
            {
                await world.Step();
                await Task.Yield();
                await world.Step();
            }

            async Task Body()
            {
                await Part();
                await gate.Task;
                await Task.WhenAll(Part(), Part(), Part());
                await Task.Delay(TimeSpan.FromMilliseconds(5), world.Time);
            }

            var tasks = Enumerable.Range(0, 4).Select(i => world.Start($"task-{i}", Body)).ToList();
            await world.Step();
            gate.SetResult();
            await Task.WhenAll(tasks);

            // What a task does not wait for goes on when the task has ended.
            await Task.WhenAll(world.Start("parent", () =>
            {
                _ = Part();
                return Task.CompletedTask;
            }), world.Start("other", Part));
            await Part();
            await Part();
        }

        world.Run("root", Root, new KillAfterSteps(40));
        return world.Complete(Root);
    }
}

using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

/// <summary>Strategies that keep candidates in an order of their own, against the plain scan that the order replaces.</summary>
public sealed class NewcomersTests
{
    [Fact]
    public void Round_robin_takes_the_oldest_of_all_candidates_at_every_decision()
    {
        var checking = new CheckingStrategy(new RoundRobinStrategy(), static decision =>
        {
            var oldest = 0;
            for (var i = 1; i < decision.Count; i++)
            {
                oldest = decision[i].Arrival < decision[oldest].Arrival ? i : oldest;
            }

            return oldest;
        });
        Run(checking);
        Assert.NotEqual(0, checking.Decisions);
    }

    [Fact]
    public void Round_robin_that_takes_over_in_the_middle_knows_who_has_waited_longest() =>
        Run(new FairSuffixStrategy(new RandomStrategy(new Seed(3).Stream("schedule")), 40));

    [Fact]
    public void The_ring_of_the_delay_bounded_goes_on_from_any_id()
    {
        var checking = new CheckingStrategy(new DelayBoundedStrategy(new Seed(1).Stream("schedule"), 1, 1_000_000), expected: null);
        Run(checking);
        Assert.NotEqual(0, checking.Decisions);
    }

    // Tasks that start tasks, wait and go on, so that candidates come and go in all ways; twice, as over a kill.
    private static void Run(IStrategy strategy)
    {
        var world = World.Create(1, strategy);
        for (var run = 0; run < 2; run++)
        {
            world.Complete(() => Task.WhenAll(Enumerable.Range(0, 90).Select(i => world.Start($"task-{i}", async () =>
            {
                for (var step = 0; step < i % 7; step++)
                {
                    await world.Step();
                    if (step == 3)
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(i), world.Time);
                        await world.Start($"child-{i}", async () => await world.Step());
                    }
                }
            }))));
        }
    }

    private sealed class CheckingStrategy(IStrategy inner, CheckingStrategy.Oracle? expected) : IStrategy
    {
        public delegate int Oracle(Decision decision);

        public string Name => inner.Name;

        public int Decisions { get; private set; }

        public void Begin(int incarnation) => inner.Begin(incarnation);

        public int Choose(in Decision decision)
        {
            Decisions++;
            var chosen = inner.Choose(decision);
            if (expected is not null)
            {
                Assert.Equal(expected(decision), chosen);
            }

            return chosen;
        }
    }
}

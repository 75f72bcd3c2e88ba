using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class FairSuffixStrategyTests
{
    [Fact]
    public void A_task_that_polls_for_another_starves_it_under_an_unfair_strategy_and_not_under_a_fair_suffix()
    {
        var starved = 0;
        for (var seed = 0UL; seed < 20; seed++)
        {
            starved += Poll(new PctStrategy(new RandomStream(seed), 1, 10)) == RunOutcome.StepLimit ? 1 : 0;
            Assert.Equal(RunOutcome.Completed, Poll(new FairSuffixStrategy(new PctStrategy(new RandomStream(seed), 1, 10), 50)));
        }

        Assert.InRange(starved, 1, 19);

        static RunOutcome Poll(IStrategy strategy)
        {
            var world = World.Create(1, strategy, stepLimit: 1_000);
            var isSet = false;
            async Task Wait()
            {
                while (!isSet)
                {
                    await world.Step();
                }
            }

            async Task Set()
            {
                await world.Step();
                isSet = true;
            }

            return world.Run("root", () => Task.WhenAll(world.Start("waiter", Wait), world.Start("setter", Set))).Outcome;
        }
    }

    [Fact]
    public void Before_its_suffix_it_chooses_as_the_inner_strategy_does()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var plain = World.Create(seed, new RandomStrategy(new RandomStream(seed)));
            var fair = World.Create(seed, new FairSuffixStrategy(new RandomStrategy(new RandomStream(seed)), 1_000));
            Assert.Equal(
                Letters.Write(plain, share: true, ('a', 5), ('b', 5)), Letters.Write(fair, share: true, ('a', 5), ('b', 5)));
        }
    }
}

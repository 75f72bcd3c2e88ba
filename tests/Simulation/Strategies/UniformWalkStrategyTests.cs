using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class UniformWalkStrategyTests
{
    [Fact]
    public void The_late_step_of_a_short_task_is_far_more_likely_than_in_a_random_walk()
    {
        // One step among nine others has ten places, each as likely; in a random walk the last place has one chance in 1,024.
        const int Runs = 3_000;
        var walk = Letters.Count(World.Create(1, new UniformWalkStrategy(new RandomStream(3))), Runs, share: true, ('a', 1), ('b', 9));
        var random = Letters.Count(World.Create(1, new RandomStrategy(new RandomStream(3))), Runs, share: true, ('a', 1), ('b', 9));
        Assert.Equal(10, walk.Count);
        Assert.All(walk.Values, count => Assert.InRange(count, Runs / 30, Runs / 4));
        Assert.InRange(random.GetValueOrDefault("bbbbbbbbba"), 0, Runs / 100);
    }
}

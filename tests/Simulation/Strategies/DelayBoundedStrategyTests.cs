using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class DelayBoundedStrategyTests
{
    [Fact]
    public void Without_a_delay_in_reach_tasks_run_one_after_the_other()
    {
        // Of a million steps, none of the first few is drawn with these seeds.
        for (var seed = 0UL; seed < 20; seed++)
        {
            var world = World.Create(seed, new DelayBoundedStrategy(new RandomStream(seed), 1, 1_000_000));
            Assert.Equal("aaabbbccc", Letters.Write(world, share: true, ('a', 3), ('b', 3), ('c', 3)));
        }
    }

    [Fact]
    public void One_delay_passes_the_turn_on_once()
    {
        var world = World.Create(1, new DelayBoundedStrategy(new RandomStream(1), 1, 12));
        var counts = Letters.Count(world, 1_000, share: true, ('a', 3), ('b', 3), ('c', 3));
        Assert.Contains("aaabbbccc", counts.Keys);
        Assert.Contains("abbbcccaa", counts.Keys);
        Assert.Contains("aaabcccbb", counts.Keys);

        // Who was delayed comes again when the ring has come round, so at most one task is in two parts.
        Assert.All(counts.Keys, order => Assert.InRange(Enumerable.Range(1, 8).Count(i => order[i] != order[i - 1]), 2, 3));
    }
}

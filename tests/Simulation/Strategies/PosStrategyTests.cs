using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class PosStrategyTests
{
    [Fact]
    public void Conflicting_steps_come_in_every_order()
    {
        var world = World.Create(1, new PosStrategy(new RandomStream(1)));
        var counts = Letters.Count(world, 600, share: true, ('a', 2), ('b', 2));
        Assert.Equal(["aabb", "abab", "abba", "baab", "baba", "bbaa"], counts.Keys);
        Assert.All(counts.Values, count => Assert.InRange(count, 30, 300));
    }

    [Fact]
    public void A_step_without_conflict_keeps_its_low_priority_and_is_overtaken_for_longer()
    {
        // Once the first of two steps is taken, the second comes after nine others with probability 1/10 if they do not conflict, since its
        // priority is drawn once; and with 1/512 if they do.
        const int Runs = 2_000;
        var free = Letters.Count(World.Create(1, new PosStrategy(new RandomStream(2))), Runs, share: false, ('a', 2), ('b', 9));
        var bound = Letters.Count(World.Create(1, new PosStrategy(new RandomStream(2))), Runs, share: true, ('a', 2), ('b', 9));
        Assert.InRange(free.GetValueOrDefault("abbbbbbbbba"), 25, Runs / 4);
        Assert.InRange(bound.GetValueOrDefault("abbbbbbbbba"), 0, 12);
    }
}

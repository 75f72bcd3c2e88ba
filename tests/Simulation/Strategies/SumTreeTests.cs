using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class SumTreeTests
{
    [Fact]
    public void Each_thing_is_drawn_in_proportion_to_its_weight()
    {
        var tree = new SumTree();
        (tree[0], tree[5], tree[6], tree[17]) = (1, 2, 40, 3);
        tree[6] = 4;
        var stream = new RandomStream(1);
        var drawn = Enumerable.Range(0, 10_000).GroupBy(_ => tree.Draw(stream)).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal([0, 5, 6, 17], drawn.Keys.Order());
        Assert.InRange(drawn[0], 800, 1_200);
        Assert.InRange(drawn[5], 1_800, 2_200);
        Assert.InRange(drawn[6], 3_700, 4_300);
        Assert.InRange(drawn[17], 2_700, 3_300);
    }

    [Fact]
    public void The_total_follows_whatever_is_set()
    {
        var tree = new SumTree();
        var stream = new RandomStream(2);
        var weights = new ulong[100];
        for (var i = 0; i < 2_000; i++)
        {
            var thing = stream.Below(weights.Length);
            tree[thing] = weights[thing] = stream.Chance(1, 3) ? 0 : stream.Below(1_000UL);
            Assert.Equal(weights[thing], tree[thing]);
            Assert.Equal(weights.Aggregate(0UL, (sum, weight) => sum + weight), tree.Total);
        }

        tree.Clear();
        Assert.Equal(0UL, tree.Total);
        Assert.All(weights, (_, thing) => Assert.Equal(0UL, tree[thing]));
    }
}

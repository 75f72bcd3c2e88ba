using Sim.Runtime.Randomness;
using Sim.Simulation.Scheduling;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class LatePrioritiesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(200)]
    public void The_highest_priority_is_spread_like_the_largest_of_so_many_random_numbers(int count)
    {
        // Whether it is in the highest of `count` equal parts: 1 - (1 - 1/count)^count of them are.
        const int Rounds = 2_000;
        var expected = Rounds * (1 - Math.Pow(1 - (1.0 / count), count));
        var priorities = Create(count, 1);
        var high = 0;
        for (var round = 0; round < Rounds; round++)
        {
            high += priorities.Highest >= ulong.MaxValue - (ulong.MaxValue / (ulong)count) ? 1 : 0;
            priorities.Redraw();
        }

        Assert.InRange(high, expected - 110, expected + 110);
    }

    [Fact]
    public void Everybody_is_first_equally_often()
    {
        var priorities = Create(20, 2);
        var firsts = new int[20];
        for (var round = 0; round < 4_000; round++)
        {
            Assert.NotEqual(0UL, priorities.Highest);
            firsts[priorities.First.Index]++;
            priorities.Redraw();
        }

        Assert.All(firsts, first => Assert.InRange(first, 130, 280));
    }

    [Fact]
    public void They_come_in_order_and_each_once_and_who_comes_late_has_equal_odds()
    {
        var firsts = 0;
        for (var seed = 0UL; seed < 1_000; seed++)
        {
            var priorities = Create(19, seed);
            Assert.NotEqual(0UL, priorities.Highest);

            // One priority is drawn, and the newcomer draws its own.
            priorities.Add(new Place { Index = 19 });
            var (seen, previous) = (new SortedSet<int>(), ulong.MaxValue);
            while (priorities.Highest > 0)
            {
                Assert.InRange(priorities.Highest, 1UL, previous);
                previous = priorities.Highest;
                firsts += seen.Count == 0 && priorities.First.Index == 19 ? 1 : 0;
                Assert.True(seen.Add(priorities.First.Index));
                priorities.RemoveFirst();
            }

            Assert.Equal(20, seen.Count);
        }

        Assert.InRange(firsts, 25, 80);
    }

    private static LatePriorities Create(int count, ulong seed)
    {
        var priorities = new LatePriorities(new RandomStream(seed));
        for (var i = 0; i < count; i++)
        {
            priorities.Add(new Place { Index = i, Arrival = i });
        }

        return priorities;
    }

    private sealed class Place : Resumption
    {
        public override void Execute()
        {
            // Nobody is there to go on.
        }
    }
}

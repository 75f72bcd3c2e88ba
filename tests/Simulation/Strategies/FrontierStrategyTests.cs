using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class FrontierStrategyTests
{
    private const int Doors = 16;
    private static readonly PointName Knock = new("knock");

    [Fact]
    public void It_comes_through_many_doors_of_which_each_is_missed_half_of_the_time()
    {
        // A walk comes through all of them once in some ten thousand runs.
        for (var seed = 0UL; seed < 5; seed++)
        {
            var world = World.Create(seed, new FrontierStrategy(new RandomStream(seed)));
            Assert.Contains(Enumerable.Range(0, 2_000), _ => DoorsPassed(world) >= Doors);
        }
    }

    [Fact]
    public void It_is_a_random_walk_as_long_as_there_is_nothing_to_return_to()
    {
        var orders = Enumerable.Range(0, 200)
            .Select(seed => Letters.Write(World.Create(1, new FrontierStrategy(new RandomStream((ulong)seed))), share: true, ('a', 2), ('b', 2)));
        Assert.Equal(6, orders.Distinct().Count());
    }

    // Two tasks must take turns. Who knocks out of turn has locked the rest of the doors.
    private static int DoorsPassed(SimulatedWorld world)
    {
        var (passed, isLocked) = (0, false);
        async Task Visitor(int self)
        {
            for (var i = 0; i < Doors && passed < Doors; i++)
            {
                await world.Point(Knock, new Resource(isLocked ? "locked" : $"door-{passed}"), Access.Write);
                isLocked |= passed % 2 != self;
                passed += isLocked ? 0 : 1;
            }
        }

        world.Complete(() => Task.WhenAll(world.Start("even", () => Visitor(0)), world.Start("odd", () => Visitor(1))));
        return passed;
    }
}

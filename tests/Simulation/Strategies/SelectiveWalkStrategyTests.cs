using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class SelectiveWalkStrategyTests
{
    private static readonly PointName Own = new("own");
    private static readonly PointName Shared = new("shared");
    private static readonly Resource Place = new("place");

    [Fact]
    public void A_short_task_comes_late_as_often_as_its_share_of_the_accesses_says()
    {
        // One access against one, but one of the tasks has twenty steps of its own before it: in a plain walk it is last nearly always.
        var walk = CountLongFirst(new RandomStrategy(new Seed(1).Stream("schedule")));
        var selective = CountLongFirst(new SelectiveWalkStrategy(new Seed(1).Stream("schedule")));
        Assert.InRange(walk, 0, 3);
        Assert.InRange(selective, 200, 300);
    }

    [Fact]
    public void Many_tasks_that_all_wait_for_one_resource_still_come_to_their_end()
    {
        var world = World.Create(1, new SelectiveWalkStrategy(new Seed(1).Stream("schedule")));
        for (var run = 0; run < 5; run++)
        {
            world.Complete(() => Task.WhenAll(Enumerable.Range(0, 100).Select(i => world.Start($"task-{i}", async () =>
            {
                await world.Point(Shared, Place, Access.Write);
                await world.Point(Shared, Place, Access.Write);
            }))));
        }
    }

    private static int CountLongFirst(IStrategy strategy)
    {
        var world = World.Create(1, strategy);
        var longFirst = 0;
        for (var run = 0; run < 500; run++)
        {
            var first = "";
            world.Complete(() => Task.WhenAll(world.Start("long", () => Use(20)), world.Start("short", () => Use(0))));
            longFirst += first == "long" ? 1 : 0;

            async Task Use(int steps)
            {
                for (var i = 0; i < steps; i++)
                {
                    await world.Point(Own, Resource.None, Access.Read);
                }

                await world.Point(Shared, Place, Access.Write);
                first = first.Length == 0 ? world.CurrentTask! : first;
            }
        }

        return longFirst;
    }
}

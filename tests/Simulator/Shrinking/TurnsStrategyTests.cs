using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation;
using Sim.Simulation.Strategies;
using Sim.Simulator.Shrinking;

namespace Sim.Simulator.Tests.Shrinking;

public sealed class TurnsStrategyTests
{
    private static readonly PointName Step = new("step");

    [Fact]
    public void The_turns_of_a_run_give_its_order_again()
    {
        var noted = new NotedTurns(new RandomStrategy(new Seed(3).Stream("schedule")));
        var first = OrderOf(noted);

        Assert.Equal(first, OrderOf(new TurnsStrategy(noted.Turns)));
    }

    [Fact]
    public void Turns_that_are_merged_leave_the_order_of_the_rest()
    {
        Assert.Equal("bbaa", OrderOf(new TurnsStrategy([new Turn(1, "root", 1), new Turn(1, "b", 3), new Turn(1, "a", 3)])));
        Assert.Equal("abab", OrderOf(new TurnsStrategy(
            [new Turn(1, "root", 1), new Turn(1, "a", 2), new Turn(1, "b", 2), new Turn(1, "a", 1), new Turn(1, "b", 1)])));
    }

    [Fact]
    public void A_turn_of_a_task_that_cannot_run_is_passed_over()
    {
        Assert.Equal("aabb", OrderOf(new TurnsStrategy([new Turn(1, "nobody", 5)])));
    }

    private static string OrderOf(IStrategy strategy)
    {
        var order = "";
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1), Strategy = strategy });
        world.Run("root", () => Task.WhenAll(world.Start("a", () => Go("a")), world.Start("b", () => Go("b"))));
        return order;

        async Task Go(string name)
        {
            for (var i = 0; i < 2; i++)
            {
                await world.Point(Step, Resource.None, Access.Write);
                order += name;
            }
        }
    }
}

using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class AimedStrategyTests
{
    private const int Runs = 400;

    private static readonly PointName Standing = new("short.middle");
    private static readonly PointName Coming = new("long.end");

    [Fact]
    public void A_task_stands_where_it_is_to_stand_until_another_comes()
    {
        // A random walk takes the short task's step before the long one's sixty with probability 1 - 2^-60; half of the runs that aim are patient for long enough.
        Assert.Equal(0, Met(new RandomStrategy(new RandomStream(1))));
        Assert.InRange(Met(new AimedStrategy(new RandomStream(1), Standing.Name, Coming.Name)), Runs / 8, Runs);
    }

    [Fact]
    public void Who_waits_for_what_never_comes_loses_patience()
    {
        var world = World.Create(1, new AimedStrategy(new RandomStream(1), Standing.Name, "no.such.point"));
        for (var run = 0; run < 20; run++)
        {
            var isOver = false;
            world.Complete(() => Task.WhenAll(world.Start("short", Short), world.Start("polling", Poll)));

            async Task Short()
            {
                await world.Point(Standing, Resource.None, Access.Write);
                isOver = true;
            }

            async Task Poll()
            {
                while (!isOver)
                {
                    await world.Step();
                }
            }
        }
    }

    [Theory]
    [InlineData("aim:")]
    [InlineData("aim:one")]
    [InlineData("aim:one+")]
    [InlineData("aim:one+two+three")]
    [InlineData("aim:one+two:3")]
    public void A_name_that_does_not_say_two_points_is_explained(string name)
    {
        Assert.False(StrategyCatalog.TryCreate(name, new Seed(1), out _, out var problem));
        Assert.Contains("aim:POINT+POINT", problem, StringComparison.Ordinal);
    }

    private static int Met(IStrategy strategy)
    {
        var world = World.Create(1, strategy);
        var met = 0;
        for (var run = 0; run < Runs; run++)
        {
            var isStanding = false;
            world.Complete(() => Task.WhenAll(world.Start("short", Short), world.Start("long", Long)));

            async Task Short()
            {
                isStanding = true;
                await world.Point(Standing, Resource.None, Access.Write);
                isStanding = false;
            }

            async Task Long()
            {
                for (var i = 0; i < 60; i++)
                {
                    await world.Step();
                }

                met += isStanding ? 1 : 0;
                await world.Point(Coming, Resource.None, Access.Write);
            }
        }

        return met;
    }
}

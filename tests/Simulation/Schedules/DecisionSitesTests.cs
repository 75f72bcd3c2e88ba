using Sim.Runtime.Locks;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Schedules;

namespace Sim.Simulation.Tests.Schedules;

public sealed class DecisionSitesTests
{
    private static readonly PointName Here = new("here");

    [Fact]
    public void A_decision_stands_at_the_line_of_the_program_that_came_to_its_point()
    {
        var (first, second, inLock) = (Decision("here", 1), Decision("here", 2), Decision("mutex.lock", 1));
        var (never, other) = (Decision("here", 3), Decision("here", 1) with { Incarnation = 2 });
        var sites = new DecisionSites([first, second, inLock, never]);
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1), Sites = sites });
        world.Complete(async () =>
        {
            await world.Point(Here, Resource.None, Access.Write);
            await Nested(world);
            using var held = await new AsyncMutex(world, "mutex").Lock();
        });

        Assert.Matches(@"^DecisionSitesTests\.\w+ \(DecisionSitesTests\.cs:\d+\)$", sites.Of(first));
        Assert.Matches(@"^DecisionSitesTests\.Nested \(DecisionSitesTests\.cs:\d+\)$", sites.Of(second));
        Assert.Equal(2, Line(sites.Of(inLock)) - Line(sites.Of(first)));
        Assert.Null(sites.Of(never));
        Assert.Null(sites.Of(other));
    }

    [Fact]
    public void Who_asks_changes_nothing()
    {
        var asked = new SimulatedWorld(new WorldOptions { Seed = new Seed(1), Sites = new DecisionSites([Decision("here", 1)]) });
        var plain = new SimulatedWorld(new WorldOptions { Seed = new Seed(1) });
        foreach (var world in new[] { asked, plain })
        {
            world.Complete(() => Nested(world));
        }

        Assert.Equal(plain.Trace.Hash, asked.Trace.Hash);
    }

    private static async Task Nested(SimulatedWorld world) => await world.Point(Here, Resource.None, Access.Write);

    private static ScheduleDecision Decision(string point, long visit) => ScheduleDecision.Before(run: 1, "root", point, visit, runs: "other");

    private static int Line(string? site) => int.Parse(site!.Split(':', ')')[1], System.Globalization.CultureInfo.InvariantCulture);
}

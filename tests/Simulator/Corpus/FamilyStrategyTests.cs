using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulator.Corpus;

namespace Sim.Simulator.Tests.Corpus;

public sealed class FamilyStrategyTests
{
    private const int Passes = 3;
    private const int StepsOfPass = 4;
    private static readonly PointName Step = new("family.step");

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(11)]
    public void A_task_that_was_split_is_interrupted_where_it_was_when_it_was_whole(long visit)
    {
        var schedule = new ScheduleRecord([new ScheduleDecision(1, DecisionKind.Before, "flush", Step.Name, visit, "other")]);

        var whole = Run(new ReplayStrategy(schedule), isSplit: false);
        var families = new FamilyStrategy(schedule);
        var split = Run(families, isSplit: true);

        Assert.Equal(whole, split);
        Assert.NotEqual(Run(new BaseStrategy(), isSplit: false), whole);
        Assert.NotEqual(whole, Run(new ReplayStrategy(schedule), isSplit: true));
        var place = Assert.Single(families.Places).Value;
        Assert.StartsWith("flush-pass", place.Task, StringComparison.Ordinal);
        Assert.Equal(((visit - 1) % StepsOfPass) + 1, place.Occurrence);
    }

    private static List<string> Run(IStrategy strategy, bool isSplit)
    {
        var done = new List<string>();
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1), Strategy = strategy });
        var result = world.Run("root", async () =>
        {
            var flush = world.Start("flush", Flush);
            var other = world.Start("other", () => Pass("other"));
            await flush;
            await other;
        });
        Assert.Equal(RunOutcome.Completed, result.Outcome);
        return done;

        async Task Flush()
        {
            for (var pass = 0; pass < Passes; pass++)
            {
                await (isSplit ? world.Start("flush-pass", () => Pass("flush")) : Pass("flush"));
            }
        }

        async Task Pass(string who)
        {
            for (var i = 0; i < StepsOfPass; i++)
            {
                await world.Point(Step, Resource.None, Access.Write);
                done.Add(who);
            }
        }
    }
}

using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class NotingStrategyTests
{
    [Fact]
    public void Every_choice_that_is_noted_can_be_decided_otherwise()
    {
        var notes = new NotingStrategy(new BaseStrategy());
        Run(notes);

        Assert.NotEmpty(notes.Choices);
        foreach (var choice in notes.Choices)
        {
            Assert.Equal(choice.Base, choice.Taken);
            var decision = choice.Decide(choice.Tasks.First(task => task != choice.Taken));
            var replay = new ReplayStrategy(new ScheduleRecord([decision]));
            Run(replay);
            Assert.True(choice.IsPlaceOf(decision));
            Assert.True(replay.Report.IsExact);
        }
    }

    [Fact]
    public void Visits_are_counted_for_each_task_and_point()
    {
        var notes = new NotingStrategy(new RoundRobinStrategy());
        Run(notes);

        Assert.Contains((1, "one", "here", 3L), notes.Visits);
        Assert.Contains((1, "two", "here", 3L), notes.Visits);
    }

    private static void Run(IStrategy strategy)
    {
        var world = World.Create(strategy: strategy);
        world.Complete(async () =>
        {
            var one = world.Start("one", Steps);
            await world.Start("two", Steps);
            await one;
        });

        async Task Steps()
        {
            for (var i = 0; i < 3; i++)
            {
                await world.Step();
            }
        }
    }
}

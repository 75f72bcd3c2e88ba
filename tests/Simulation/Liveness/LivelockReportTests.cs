using Sim.Runtime.Scheduling;
using Sim.Simulation.Liveness;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Liveness;

public sealed class LivelockReportTests
{
    private static readonly PointName Poll = new("flag.poll");
    private static readonly PointName Pause = new("pause");
    private static readonly Resource Flag = new("flag");

    [Fact]
    public void Two_tasks_that_wait_for_each_other_by_polling_are_a_loop_of_their_steps()
    {
        var result = Poll2(new RoundRobinStrategy());
        Assert.Equal(RunOutcome.StepLimit, result.Outcome);
        var report = result.Livelock!;
        Assert.Equal(["a", "b"], report.Active);
        Assert.Equal(4, report.Loop!.Steps.Count);
        Assert.InRange(report.Loop.Turns, 900, 1100);
        Assert.Contains(new LoopStep("a", "flag.poll", "flag"), report.Loop.Steps);
        Assert.Contains("times over: ", report.ToString(), StringComparison.Ordinal);
        Assert.Equal("root", Assert.Single(report.Waiting).Task);
    }

    [Fact]
    public void In_a_random_schedule_each_task_has_a_loop_of_its_own()
    {
        var report = Poll2(null).Livelock!;
        Assert.Null(report.Loop);
        Assert.Equal([2, 2], report.TaskLoops.Select(loop => loop.Steps.Count));
        Assert.Contains("each task by itself", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_is_never_chosen_is_starved()
    {
        var report = Poll2(new BaseStrategy()).Livelock!;
        Assert.Equal(["a"], report.Active);
        Assert.Equal(["b"], report.Starved);
        Assert.Contains("b could go on and was not chosen", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_that_fires_for_ever_is_reported_too()
    {
        var world = World.Create(stepLimit: 50);
        var result = world.Run("root", async () =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), world.Time);
            while (await timer.WaitForNextTickAsync())
            {
                // For ever.
            }
        });
        Assert.Equal(["root"], result.Livelock!.Active);
        Assert.Single(result.Livelock.Loop!.Steps);
    }

    [Fact]
    public void Steps_that_end_in_no_loop_have_none()
    {
        var world = World.Create(stepLimit: 40);
        var result = world.Run("root", async () =>
        {
            for (var i = 0; ; i++)
            {
                await world.Point(new PointName($"step-{i}"), Flag, Access.Write);
            }
        });
        Assert.Null(result.Livelock!.Loop);
        Assert.Empty(result.Livelock.TaskLoops);
    }

    private static RunResult Poll2(IStrategy? strategy)
    {
        var world = World.Create(strategy: strategy, stepLimit: 5000);
        return world.Run("root", () => Task.WhenAll(world.Start("a", Wait), world.Start("b", Wait)));

        async Task Wait()
        {
            while (true)
            {
                await world.Point(Poll, Flag, Access.Read);
                await world.Point(Pause, Resource.None, Access.Read);
            }
        }
    }
}

using Sim.Runtime.Randomness;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulator.Running;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Tests.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Shrinking;

public sealed class ShrinkerTests
{
    [Fact]
    public void What_does_not_fail_is_not_shrunk()
    {
        Assert.Null(Shrinker.Shrink(Request(1, LogMistake.None), Steps(10_000)));
    }

    [Fact]
    public void A_lost_flush_shrinks_to_an_operation_and_a_kill()
    {
        var request = FirstThatFails(LogMistake.ForgetsToFlush);

        var shrunk = Shrinker.Shrink(request, Steps(2_000_000));

        Assert.NotNull(shrunk);
        Assert.InRange(shrunk.Plan.Steps.Count, 2, 4);
        Assert.Contains(shrunk.Plan.Steps, s => s is KillStep);
        Assert.Contains(shrunk.Plan.Steps, s => s is UpdateStep);
    }

    [Fact]
    public void What_is_left_fails_in_the_same_way_when_it_is_run_again()
    {
        var request = FirstThatFails(LogMistake.Miscounts);

        var shrunk = Shrinker.Shrink(request, Steps(1_000_000))!;

        var again = Iteration.Run(request with
        {
            Plan = shrunk.Plan,
            Strategy = () => new ReplayStrategy(new ScheduleRecord([.. shrunk.Schedule])),
        });
        Assert.Equal(Iteration.Run(request).Failure!.Signature, again.Failure?.Signature);
        Assert.Equal(shrunk.Failure.Text, again.Failure?.Text);
    }

    [Fact]
    public void Without_a_budget_the_failure_is_only_recorded()
    {
        var request = FirstThatFails(LogMistake.Miscounts);

        Assert.Equal(request.Plan, Shrinker.Shrink(request, new ShrinkBudget { Tries = 0 })!.Plan);
    }

    [Fact]
    public void The_result_is_certified_and_does_not_depend_on_the_number_of_workers()
    {
        var request = FirstThatFails(LogMistake.ForgetsToFlush);

        var one = Shrinker.Shrink(request, ShrinkBudget.Usual, workers: 1)!;
        var four = Shrinker.Shrink(request, ShrinkBudget.Usual, workers: 4)!;

        Assert.NotNull(one.Certificate);
        Assert.Equal(one.Plan.Steps.Count, one.Certificate.Steps);
        Assert.Equal(one.Schedule.Count, one.Certificate.Preemptions);
        Assert.Equal(one.Plan, four.Plan);
        Assert.Equal(one.Schedule, four.Schedule);
        Assert.Equal(one.Progress, four.Progress);
    }

    [Fact]
    public void A_search_that_a_budget_has_ended_goes_on_where_it_was()
    {
        var request = FirstThatFails(LogMistake.ForgetsToFlush);

        var first = Shrinker.Shrink(request, new ShrinkBudget { Tries = 25 })!;
        var rest = Shrinker.Shrink(
            request with
            {
                Plan = first.Plan,
                Strategy = () => new ReplayStrategy(new ScheduleRecord([.. first.Schedule])),
            },
            new ShrinkBudget { Tries = 25 },
            progress: first.Progress)!;

        // The certificate is beyond the budget.
        Assert.True(first.Progress.Tries >= 25);
        Assert.True(rest.Progress.Tries >= first.Progress.Tries);
        Assert.True(rest.Plan.Steps.Count <= first.Plan.Steps.Count);
    }

    private static ShrinkBudget Steps(long steps) => new() { Tries = long.MaxValue, Steps = steps };

    private static IterationRequest FirstThatFails(LogMistake mistake) => Enumerable.Range(1, 50)
        .Select(seed => Request((ulong)seed, mistake))
        .First(request => Iteration.Run(request).Failure is not null);

    private static IterationRequest Request(ulong seed, LogMistake mistake) => new()
    {
        Seed = new Seed(seed),
        Plan = PlanGenerator.Generate(new Seed(seed), ProfileCatalog.Find("quick")!, shardCount: 1),
        Strategy = () => new RandomStrategy(new Seed(seed).Stream("schedule")),
        Open = LogCollection.With(mistake),
    };
}

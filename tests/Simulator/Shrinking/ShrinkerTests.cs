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
        Assert.Null(Shrinker.Shrink(Request(1, LogMistake.None), stepBudget: 10_000));
    }

    [Fact]
    public void A_lost_flush_shrinks_to_an_operation_and_a_kill()
    {
        var request = FirstThatFails(LogMistake.ForgetsToFlush);

        var shrunk = Shrinker.Shrink(request, stepBudget: 2_000_000);

        Assert.NotNull(shrunk);
        Assert.InRange(shrunk.Plan.Steps.Count, 2, 4);
        Assert.Contains(shrunk.Plan.Steps, s => s is KillStep);
        Assert.Contains(shrunk.Plan.Steps, s => s is UpdateStep);
    }

    [Fact]
    public void What_is_left_fails_in_the_same_way_when_it_is_run_again()
    {
        var request = FirstThatFails(LogMistake.Miscounts);

        var shrunk = Shrinker.Shrink(request, stepBudget: 1_000_000)!;

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

        Assert.Equal(request.Plan, Shrinker.Shrink(request, stepBudget: 0)!.Plan);
    }

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

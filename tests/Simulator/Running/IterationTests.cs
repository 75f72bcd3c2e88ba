using Sim.Contracts.Operations;
using Sim.Contracts.Queries;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Strategies;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Running;

public sealed class IterationTests
{
    private static readonly Profile Quick = ProfileCatalog.Find("quick")!;

    [Fact]
    public void A_right_collection_passes()
    {
        for (var seed = 0UL; seed < 30; seed++)
        {
            Assert.Null(Run(seed, LogMistake.None).Failure);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_hash_and_another_seed_another()
    {
        Assert.Equal(Run(1, LogMistake.None).Hash, Run(1, LogMistake.None).Hash);
        Assert.NotEqual(Run(1, LogMistake.None).Hash, Run(2, LogMistake.None).Hash);
    }

    [Fact]
    public void A_log_that_is_not_flushed_loses_what_was_durable()
    {
        var failure = FirstFailure(LogMistake.ForgetsToFlush);

        Assert.Equal(new FailureSignature(OracleNames.Recovery, "state", Phase.AfterCrash), failure.Signature);
    }

    [Fact]
    public void A_wrong_count_is_found_live()
    {
        // The turn of an update says what is compared after it.
        var plan = Make.Plan([.. Enumerable.Range(1, 8).Select(id => new UpdateStep(new UpsertPoints([Make.Point((ulong)id)]), Wait: true) { Turn = id })]);

        Assert.Equal(new FailureSignature(OracleNames.Reads, "count", Phase.Live), Run(plan, LogMistake.Miscounts).Failure?.Signature);
    }

    [Fact]
    public void An_error_while_opening_is_found_as_a_failure_of_recovery()
    {
        var failure = FirstFailure(LogMistake.FailsToRecover);

        Assert.Equal(new FailureSignature(OracleNames.Exception, "StorageException.Damaged", Phase.Recovery), failure.Signature);
    }

    [Fact]
    public void Work_that_never_ends_is_a_deadlock_that_names_the_tasks()
    {
        var result = Run(Make.Plan(new FlushStep(Wait: true)), LogMistake.NeverEndsItsFlush);

        Assert.Equal(OracleNames.Deadlock, result.Failure!.Signature.Oracle);
        Assert.Contains("client", result.Failure.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kill_without_steps_strikes_at_once_and_the_plan_goes_on_after_it()
    {
        var log = new List<string>();
        var plan = Make.Plan(
            new UpdateStep(new UpsertPoints([Make.Point(1)]), Wait: true),
            new KillStep(new KillAfterSteps(0), new CrashRule(CrashMode.DropAll, 0), []),
            new UpdateStep(new UpsertPoints([Make.Point(2)]), Wait: true),
            new RetrieveStep(new RetrieveQuery(Make.Ids(1))));

        var result = Run(plan, LogMistake.None, log.Add);

        Assert.Null(result.Failure);
        Assert.Equal(1, result.Counts.Kills);
        Assert.Equal(4, result.PlanStepsBegun);
        var struck = Assert.Single(result.Kills);
        Assert.Equal((1, -1), (struck.PlanStep, struck.Recovery));
        Assert.Contains(log, line => line.Contains("killed before", StringComparison.Ordinal));
    }

    [Fact]
    public void A_kill_that_nothing_reaches_strikes_before_the_next_restart()
    {
        var plan = Make.Plan(
            new KillStep(new KillAfterSteps(1_000_000), new CrashRule(CrashMode.DropAll, 0), []),
            new UpdateStep(new UpsertPoints([Make.Point(1)]), Wait: true),
            new RestartStep());

        var result = Run(plan, LogMistake.None);

        Assert.Null(result.Failure);
        Assert.Equal((1, 1), (result.Counts.Kills, result.Counts.Restarts));
        Assert.Empty(result.Kills);
    }

    [Fact]
    public void Kills_fall_into_recoveries_too_until_one_of_them_ends_before()
    {
        var crash = new CrashRule(CrashMode.KeepAll, 0);
        var plan = Make.Plan(
            new UpdateStep(new UpsertPoints([Make.Point(1)]), Wait: true),
            new KillStep(
                new KillAfterSteps(0),
                crash,
                [
                    new RecoveryKill(new KillAfterSteps(1), crash),
                    new RecoveryKill(new KillAfterSteps(1_000_000), crash),
                    new RecoveryKill(new KillAfterSteps(1), crash),
                ]),
            new UpdateStep(new UpsertPoints([Make.Point(2)]), Wait: true));

        var result = Run(plan, LogMistake.None);

        Assert.Null(result.Failure);
        Assert.Equal(2, result.Counts.Kills);
    }

    [Fact]
    public void Clients_of_a_burst_work_at_the_same_time_and_what_a_kill_cuts_off_may_have_happened_or_not()
    {
        var burst = new BurstStep(
            7,
            [
                new BurstClient(1, [new UpdateStep(new UpsertPoints([Make.Named(1, "a")]), Wait: true), new CountStep(new CountQuery(null))]),
                new BurstClient(2, [new UpdateStep(new UpsertPoints([Make.Named(1, "b")]), Wait: false), new RetrieveStep(new RetrieveQuery(Make.Ids(1)))]),
                new BurstClient(3, [new UpdateStep(new DeletePoints(Make.Ids(1)), Wait: true), new FlushStep(Wait: true)]),
            ]);
        Assert.Null(Run(Make.Plan(burst, burst, new RestartStep()), LogMistake.None).Failure);

        var kills = 0L;
        for (var steps = 0; steps < 60; steps++)
        {
            var result = Run(Make.Plan(new KillStep(new KillAfterSteps(steps), new CrashRule(CrashMode.Random, (ulong)steps), []), burst, burst), LogMistake.None);
            Assert.Null(result.Failure);
            kills += result.Kills.Count;
        }

        Assert.InRange(kills, 30, 60);
    }

    [Fact]
    public void Numbers_that_say_nothing_about_the_order_are_found()
    {
        Assert.Equal(OracleNames.Updates, FirstFailure(LogMistake.NumbersBackwards).Signature.Oracle);
    }

    private static Failure FirstFailure(LogMistake mistake)
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            if (Run(seed, mistake).Failure is { } failure)
            {
                return failure;
            }
        }

        throw new InvalidOperationException("The mistake was not found.");
    }

    private static IterationResult Run(ulong seed, LogMistake mistake) =>
        Run(PlanGenerator.Generate(new Seed(seed), Quick, shardCount: 1), mistake);

    private static IterationResult Run(Plan plan, LogMistake mistake, Action<string>? log = null) => Iteration.Run(new IterationRequest
    {
        Seed = new Seed(7),
        Plan = plan,
        Strategy = () => new RandomStrategy(new Seed(7).Stream("schedule")),
        Open = LogCollection.With(mistake),
        Log = log,
    });
}

using Sim.Engine;
using Sim.Runtime.Randomness;
using Sim.Simulator.Covering;
using Sim.Simulator.Oracles;
using Sim.Simulator.Reporting;
using Sim.Simulator.Running;

namespace Sim.Simulator.Tests.Reporting;

public sealed class SoakTallyTests
{
    private static readonly Failure Failure = new(new FailureSignature(OracleNames.Reads, "search", Phase.Live), "wrong");

    [Fact]
    public void Members_of_one_kind_are_one_strategy_and_the_last_run_has_the_failure()
    {
        var tally = new SoakTally();
        tally.Add(Outcome(1, null, ("pct:2:100", 10, []), ("random", 5, []), ("pct:4:200", 7, [])));
        tally.Add(Outcome(2, Failure, ("random", 3, []), ("pct:3:100", 4, [])));
        tally.Add(Outcome(3, Failure, ("random", 9, [])));

        Assert.Equal(["pct", "random"], tally.Strategies.Keys);
        Assert.Equal((2, 3, 21, 1, 1), Of(tally.Strategies["pct"]));
        Assert.Equal((3, 3, 17, 1, 0), Of(tally.Strategies["random"]));
        Assert.Equal(3, tally.Seeds);

        static (long, long, long, long, long) Of(StrategyTally tally) => (tally.Seeds, tally.Runs, tally.Steps, tally.Failures, tally.NewFailures);
    }

    [Fact]
    public void What_a_run_reaches_first_counts_for_it_and_for_nobody_later()
    {
        var tally = new SoakTally();
        tally.Add(Outcome(1, null, ("random", 1, ["a"]), ("pos", 1, ["a", "b"])));
        tally.Add(Outcome(2, null, ("walk", 1, ["a", "b"])));
        tally.Add(Outcome(3, null, ("walk", 1, ["a", "b", "c"])));

        Assert.Equal((1, 1, 1), (tally.Strategies["random"].NewlyReached, tally.Strategies["pos"].NewlyReached, tally.Strategies["walk"].NewlyReached));
        Assert.Equal([(0L, 0), (1L, 2), (3L, 3)], tally.Growth);
        Assert.Equal([3L, 3, 1], Items("a", "b", "c").Select(item => tally.SeedsByItem[item]));
    }

    [Fact]
    public void Shares_fall_into_their_classes_and_seeds_without_approximate_searches_into_none()
    {
        var tally = new SoakTally();
        foreach (var (found, possible) in new[] { (0, 0), (1000, 1000), (999, 1000), (900, 1000), (899, 1000), (909, 1000), (910, 1000) })
        {
            tally.Add(Outcome(1, null) with { Counts = default(IterationCounts) with { Recall = new Recall(found, possible) } });
        }

        Assert.Equal(1, tally.Recall[0]);
        Assert.Equal(2, tally.Recall[1]);
        Assert.Equal(1, tally.Recall[2]);
        Assert.Equal(1, tally.Recall[SoakTally.RecallClasses - 2]);
        Assert.Equal(1, tally.Recall[SoakTally.RecallClasses - 1]);
        Assert.Equal("990 to 999", SoakTally.NameOf(SoakTally.RecallClasses - 2));
    }

    // A letter stands for one thing that can be reached.
    private static SeedOutcome Outcome(ulong seed, Failure? failure, params (string Strategy, long Steps, string[] Reached)[] runs)
    {
        var strategyRuns = runs.Select(run => new StrategyRun(run.Strategy, run.Steps, Reaching(run.Reached))).ToArray();
        return new SeedOutcome(new Seed(seed), "random", 1, null, default, strategyRuns.Length > 0 ? strategyRuns[^1].Reached : new Coverage(), failure, TimeSpan.Zero) { Runs = strategyRuns };
    }

    private static Coverage Reaching(string[] letters)
    {
        var coverage = new Coverage();
        foreach (var letter in letters)
        {
            coverage.Took(EnginePaths.All[letter[0] - 'a']);
        }

        return coverage;
    }

    private static IEnumerable<int> Items(params string[] letters) => letters.Select(letter => CoverageItems.Took(EnginePaths.All[letter[0] - 'a']));
}

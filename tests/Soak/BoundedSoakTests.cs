using Sim.Runtime.Randomness;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Soak.Tests;

public sealed class BoundedSoakTests
{
    [Theory]
    [InlineData("default", "random", 1, 16)]
    [InlineData("default", "pct:3", 1001, 1010)]
    [InlineData("no-faults", "random", 2001, 2006)]
    [InlineData("quick", "random", 3001, 3060)]
    public void The_engine_as_it_is_passes(string profile, string strategy, ulong first, ulong last)
    {
        var failures = new List<string>();
        var end = SoakRunner.Run(
            new SoakRequest { Campaign = CampaignOf(profile, strategy), Seeds = new SeedRange(first, last), Workers = Environment.ProcessorCount },
            outcome => failures.AddRange(outcome.Failure is { } failure ? [$"seed {outcome.Seed}: {failure.Signature}\n{failure.Text}"] : []),
            CancellationToken.None);

        Assert.Equal(SoakEnd.Completed, end);
        Assert.Empty(failures);
    }

    [Theory]
    [InlineData("FlushSegmentsConcurrently", 31, 230)]
    [InlineData("SnapshotDeletedMaskBeforeFreeze", 1, 200)]
    public void A_founding_race_that_is_put_back_is_found_within_two_hundred_seeds(string defect, ulong first, ulong last)
    {
        var failing = 0;
        SoakRunner.Run(
            new SoakRequest
            {
                Campaign = CampaignOf("default", "random", defect),
                Seeds = new SeedRange(first, last),
                Workers = Environment.ProcessorCount,
                StopOnFirst = true,
            },
            outcome => failing += outcome.Failure is null ? 0 : 1,
            CancellationToken.None);

        Assert.Equal(1, failing);
    }

    [Fact]
    public void Two_runs_of_a_seed_are_the_same_to_the_last_event()
    {
        var campaign = CampaignOf("default", "random");
        for (var seed = 1UL; seed <= 5; seed++)
        {
            Assert.Null(Determinism.FirstDifference(campaign.Request(new Seed(seed))));
        }
    }

    private static Campaign CampaignOf(string profile, string strategy, params string[] defects) => new()
    {
        Profile = ProfileCatalog.Find(profile)!,
        Strategy = strategy,
        Defects = [.. defects],
        Open = DefectSwitches.Open([.. defects]),
    };
}

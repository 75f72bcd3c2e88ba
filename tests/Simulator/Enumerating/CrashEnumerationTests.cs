using Sim.Engine;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Disks;
using Sim.Simulation.Strategies;
using Sim.Simulator.Enumerating;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;
using Sim.Simulator.Tests.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Enumerating;

public sealed class CrashEnumerationTests
{
    [Fact]
    public void A_right_collection_survives_every_crash()
    {
        var result = CrashEnumeration.Run(Request(DefectSwitches.Open([])), mostAtPosition: 4, CancellationToken.None);

        Assert.Null(result.OfTheRun);
        Assert.Null(result.Found);
        Assert.True(result.Positions > 50);
        Assert.True(result.Crashes > 50);
    }

    [Fact]
    public void A_log_that_is_not_flushed_is_named_with_the_operation_that_it_loses()
    {
        // A log of text is not made for torn writes, so only the crash is tried that leaves nothing.
        var result = CrashEnumeration.Run(Request(LogCollection.With(LogMistake.ForgetsToFlush)), mostAtPosition: 1, CancellationToken.None);

        var found = result.Found!;
        Assert.Equal(OracleNames.Recovery, found.Failure.Signature.Oracle);
        Assert.Contains(found.Lost, line => line.StartsWith("operation 1 of shard 0", StringComparison.Ordinal));
        Assert.Contains("the flush of log", found.Missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_changes_are_tried_in_every_combination_and_many_up_to_the_bound()
    {
        var few = Enumerable.Range(0, 3).Select(i => new UnsettledChange(i, "file", 512 * i, 10)).ToArray();
        var many = Enumerable.Range(0, 40).Select(i => new UnsettledChange(i, "file", 512 * i, 10)).ToArray();

        Assert.Equal(8, CrashCandidates.Of(few, 100, seed: 1).Count());
        Assert.Equal(100, CrashCandidates.Of(many, 100, seed: 1).Count());
        Assert.Single(CrashCandidates.Of([], 100, seed: 1));
    }

    [Fact]
    public void A_write_over_several_sectors_is_torn_and_a_longer_file_may_have_nothing_in_it()
    {
        var change = new UnsettledChange(5, "file", 0, 2000) { IsTearable = true, ChangesLength = true };

        var fates = CrashCandidates.Of([change], 100, seed: 1).Select(choice => choice.FateOf(5)).Order();

        Assert.Equal([CrashFate.Dropped, CrashFate.Kept, CrashFate.Torn, CrashFate.LengthOnly], fates);
    }

    // A short plan. It has the kills and restarts that its seed draws, so recoveries crash too.
    private static IterationRequest Request(OpenCollection open)
    {
        var plan = PlanGenerator.Generate(new Seed(2), ProfileCatalog.Find("quick")!, actionCount: 5, shardCount: 1);
        return new IterationRequest
        {
            Seed = new Seed(2),
            Plan = plan with { Options = plan.Options with { Durability = Durability.EveryOperation } },
            Strategy = () => new BaseStrategy(),
            Open = open,
        };
    }
}

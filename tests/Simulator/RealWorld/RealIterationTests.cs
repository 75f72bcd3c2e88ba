using Sim.Runtime.Randomness;
using Sim.Simulator.Oracles;
using Sim.Simulator.RealWorld;
using Sim.Simulator.Reproducing;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.RealWorld;

/// <summary>The plans of the soak on real threads and a real disk.</summary>
public sealed class RealIterationTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sim-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_correct_engine_passes_with_kills_and_restarts_and_leaves_nothing_behind()
    {
        var counts = default(IterationCounts);
        for (var seed = 1UL; seed <= 3; seed++)
        {
            var result = RealIteration.Run(Request(seed, DefectSwitches.Open([])), _directory);

            Assert.Null(result.Failure);
            counts += result.Counts;
        }

        Assert.True(counts.Kills > 0 && counts.Restarts > 0 && counts.Reads > 0);
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void An_exception_ends_it_and_leaves_a_history_that_is_read_as_it_was()
    {
        var result = RealIteration.Run(Request(1, (_, _) => throw new InvalidOperationException("It does not open.")), _directory);
        Assert.Equal(new FailureSignature(OracleNames.Exception, "InvalidOperationException", Phase.Live), result.Failure?.Signature);
        var history = result.History(["ServeBeforeReplayDone"])!;

        var path = HistoryFile.Save(Path.Combine(_directory, "new"), "failure", history);

        Assert.Equivalent(history, HistoryFile.Load(path));
    }

    [Fact]
    public void A_history_of_a_whole_plan_is_read_as_it_was()
    {
        var plan = Request(3, DefectSwitches.Open([])).Plan;
        var history = new History(plan, [], [0, 1], new Failure(new FailureSignature("reads", "scroll", Phase.AfterCrash), "one\ntwo"));

        var read = HistoryFile.Read("file", [.. HistoryFile.Write(history)]);

        Assert.Equal(plan, read.Plan);
        Assert.Equal(history.Acknowledged, read.Acknowledged);
        Assert.Equal(history.Failure.Text, read.Failure.Text);
    }

    private static IterationRequest Request(ulong seed, OpenCollection open) => new Campaign
    {
        Profile = ProfileCatalog.Find("quick")!,
        Strategy = "random",
        Defects = [],
        Open = open,
        Operations = 30,
    }.Request(new Seed(seed));
}

using Sim.Contracts.Operations;
using Sim.Engine;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulator.Covering;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Covering;

public sealed class CoverageTests
{
    private static readonly DeletePoints Delete = new(Make.Ids(1));

    [Fact]
    public void No_item_is_there_twice()
    {
        Assert.Equal(CoverageItems.All.Count, CoverageItems.All.Distinct().Count());
    }

    [Fact]
    public void A_step_counts_for_the_operations_that_are_not_answered_yet()
    {
        var coverage = new Coverage();
        coverage.Reached(EnginePoints.FlushDone);
        Assert.Empty(Reached(coverage));

        var first = coverage.Sent(Delete);
        var second = coverage.Sent(Delete);
        coverage.Answered(first, isRefused: false);
        coverage.Reached(EnginePoints.FlushDone);
        coverage.Answered(second, isRefused: true);
        coverage.Reached(EnginePoints.FlushNext);

        Assert.Equal(["delete points", "delete points while flush.done"], Reached(coverage));
    }

    [Fact]
    public void A_step_while_another_task_of_the_shard_stands_at_one_of_another_process_counts()
    {
        var coverage = new Coverage();
        coverage.Met(EnginePoints.FlushDone, "shard-0/flush", EnginePoints.UpdateMoved, "shard-1/update");
        coverage.Met(EnginePoints.FlushDone, "shard-0/flush", EnginePoints.FlushNext, "client");
        coverage.Met(EnginePoints.FlushDone, "shard-0/flush", PointNames.FlushFile, "shard-0/update");
        Assert.Empty(Reached(coverage));

        coverage.Met(EnginePoints.FlushDone, "shard-0/flush", EnginePoints.UpdateMoved, "shard-0/update");
        coverage.Met(EnginePoints.UpdateChunk, "shard-0/update", EnginePoints.FlushCapture, "client");
        Assert.Equal(["flush.done while another stands at update.moved", "update.chunk while another stands at flush.capture"], Reached(coverage));
    }

    [Fact]
    public void After_a_kill_nothing_is_under_way()
    {
        var coverage = new Coverage();
        coverage.Sent(Delete);
        coverage.Killed(new KillPoint("client", "file.write", 3), CrashMode.DropAll, isRecovery: true);
        coverage.Reached(EnginePoints.FlushDone);

        Assert.Equal(["DropAll while opening", "file.write"], Reached(coverage));
    }

    [Fact]
    public void What_several_have_reached_adds_up_and_the_report_names_the_rest()
    {
        var one = new Coverage();
        one.Did(new RestartStep());
        var other = new Coverage();
        other.Took(EnginePaths.OptimizerCancelled);
        other.Struck(new FiredFault(1, DiskCallKind.Write, "path", 1, new FaultEffect(TimeSpan.Zero) { Fault = DiskFault.Full }));
        one.Add(other);

        Assert.Equal(["Full in Write", "optimizer.cancelled", "restart"], Reached(one));
        var text = CoverageReport.Text(one);
        Assert.Contains($"rare paths: 1 of {EnginePaths.All.Count} reached", text, StringComparison.Ordinal);
        Assert.Contains("\n  optimizer.vacuums\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n  optimizer.cancelled\n", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Reached(Coverage coverage) =>
        CoverageItems.All.Where((_, number) => coverage.Has(number)).Select(item => item.Name).Order(StringComparer.Ordinal);
}

using Sim.Simulator.Crashing;

namespace Sim.Simulator.Tests.Crashing;

public sealed class CrashedChildTests
{
    [Fact]
    public void A_snapshot_knows_what_was_answered_before_and_begun_by_its_end()
    {
        var child = new CrashedChild(2);
        child.Add(CrashLine.Begun, 0);
        child.Add(CrashLine.Answered, 0);
        child.Add(CrashLine.Begun, 1);
        child.Add(CrashLine.SnapshotBegun, 0);
        child.Add(CrashLine.Answered, 1);
        child.Add(CrashLine.Begun, 1);
        child.Add(CrashLine.SnapshotMade, 0);
        child.Add(CrashLine.Refused, 1);
        child.Add(CrashLine.SnapshotBegun, 0);

        Assert.Equal([1, 0], child.Snapshots[0].AnsweredBefore);
        Assert.Equal([1, 2], child.Snapshots[0].BegunByEnd);
        Assert.Equal([1, 2], child.Snapshots[1].AnsweredBefore);
        Assert.Null(child.Snapshots[1].BegunByEnd);
        Assert.True(child.WasRefused(1, 1));
        Assert.False(child.WasRefused(1, 0));
        Assert.Equal(1, child.RefusedCount);
    }
}

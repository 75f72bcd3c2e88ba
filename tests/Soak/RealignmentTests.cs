using Sim.Contracts;
using Sim.Simulation;
using Sim.Simulator.Corpus;
using Sim.Simulator.Workload;

namespace Sim.Soak.Tests;

public sealed class RealignmentTests
{
    [Theory]
    [InlineData("propagate-without-updates-lock")]
    [InlineData("propagate-deletes-at-segment-version")]
    [InlineData("snapshot-deleted-mask-before-freeze")]
    public void Decisions_of_which_every_one_names_another_visit_are_aligned_together(string name)
    {
        var entry = Entry(name);
        Assert.True(entry.Schedule.Count > 1);

        var found = Find(entry with { Schedule = ValueList.From(entry.Schedule.Select(decision => decision with { Occurrence = decision.Occurrence + 2 })) });

        Assert.True(found.Moved!.Count > 0);
    }

    [Theory]
    [InlineData("flush-locks-appendable-first")]
    [InlineData("index-build-flushes-segment-alone")]
    [InlineData("unwrap-proxy-without-propagation")]
    public void Decisions_whose_points_have_other_names_now_are_aligned(string name)
    {
        var entry = Entry(name);
        Assert.NotEmpty(entry.Schedule);

        var found = Find(entry with { Schedule = ValueList.From(entry.Schedule.Select(decision => decision with { Point = decision.Point + ".before" })) });

        Assert.Equal(entry.Schedule.Count, found.Moved!.Count);
        Assert.Contains(".before", found.Moved.First, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kill_at_another_visit_is_aligned()
    {
        var entry = Entry("torn-mapping-tail-kept");
        var steps = entry.Plan.Steps.Select(step =>
            step is KillStep { Rule: KillAtPoint { At: var at } } kill ? kill with { Rule = new KillAtPoint(at with { Occurrence = at.Occurrence + 3 }) } : step);

        var found = Find(entry with { Plan = entry.Plan with { Steps = ValueList.From(steps) } });

        Assert.StartsWith("the kill of step", found.Moved!.First, StringComparison.Ordinal);
    }

    private static CorpusEntry Entry(string name) => CorpusFiles.LoadOne(Path.Combine(AppContext.BaseDirectory, "seeds", name + ".json"));

    // What is found is aligned, not found nearby, and replays exactly from then on.
    private static FoundAgain Find(CorpusEntry moved)
    {
        Assert.NotEqual(ReplayFit.Exact, Replayer.Replay(moved).WithDefects!.Fit);

        var found = Realignment.Find(moved, Replayer.Open(moved.Name, moved));

        Assert.Equal(ReplayFit.Realigned, found!.Fit);
        Assert.Equal(ReplayFit.Exact, Replayer.Replay(found.Updated).WithDefects!.Fit);
        return found;
    }
}

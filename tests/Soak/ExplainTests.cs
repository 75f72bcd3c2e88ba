using Sim.Simulation.Schedules;
using Sim.Simulation.Tracing;
using Sim.Simulator.Corpus;
using Sim.Simulator.Explaining;
using Sim.Simulator.Running;

namespace Sim.Soak.Tests;

public sealed class ExplainTests
{
    [Fact]
    public void Each_switch_of_an_entry_is_seen_once_in_its_run_and_the_end_of_the_run_decides()
    {
        var explained = 0;
        var located = 0;
        foreach (var (file, entry) in CorpusFiles.Load(Path.Combine(AppContext.BaseDirectory, "seeds")).Where(pair => pair.Entry.Defects.Count > 0 && pair.Entry.Schedule.Count > 0))
        {
            var request = Replayer.Request(entry, Replayer.Open(file, entry));
            var sites = new DecisionSites(entry.Schedule);
            var result = Iteration.Run(request with { TraceLevel = TraceLevel.Full, Sites = sites });
            if (result.Failure?.Signature != entry.Signature)
            {
                // It is found again near its schedule only; the replay of the corpus says so.
                continue;
            }

            explained++;
            located += entry.Schedule.Count(decision => sites.Of(decision) is not null);

            var seen = RunTable.Of(result.Trace, entry.Schedule).Select(stretch => stretch.Preemption).Where(number => number > 0).ToArray();
            Assert.Equal(Enumerable.Range(1, entry.Schedule.Count), seen);

            var choices = Explanation.Choices(result.Trace).Count;
            var shares = DecisionFinder.Find(entry, request, choices, tries: 2, places: 3);
            Assert.Equal(new FailureShare(choices, 2, 2), shares[^1]);
            Assert.Equal(shares.Select(share => share.Choices).Order(), shares.Select(share => share.Choices));
        }

        Assert.NotEqual(0, explained);
        Assert.InRange(located, explained, int.MaxValue);
    }
}

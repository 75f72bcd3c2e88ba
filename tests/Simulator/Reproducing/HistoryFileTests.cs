using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Reproducing;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Reproducing;

public sealed class HistoryFileTests
{
    private const string Head = """{"history":1,"schema":{"shards":1,"vectors":[{"name":"v1","dimension":1,"distance":"dot"}]},"options":{"flushIntervalMs":50,"indexingThreshold":1,"maxSegments":1,"walSegmentBytes":64,"updateChunk":1,"queueCapacity":1,"stepMicroseconds":0}}""";
    private const string Failure = """{"failure":{"oracle":"recovery","observable":"state","phase":"after-crash"},"text":["gone"]}""";

    [Fact]
    public void A_history_has_its_steps_its_answers_and_its_failure()
    {
        var history = HistoryFile.Read("file", [Head, """{"step":{"flush":"wait"}}""", """{"acknowledged":0}""", "", """{"step":{"delay":10}}""", Failure]);

        Assert.Equal<PlanStep>([new FlushStep(Wait: true), new DelayStep(10)], history.Plan.Steps);
        Assert.Equal([0], history.Acknowledged);
        Assert.Equal(new FailureSignature("recovery", "state", Phase.AfterCrash), history.Failure.Signature);
        Assert.Equal("gone", history.Failure.Text);
    }

    [Theory]
    [InlineData("{\"step\":{\"delay\":1}}", "line 1", "the first line")]
    [InlineData(Head, "file", "without a failure")]
    [InlineData(Head + "\n{\"acknowledged\":0}", "line 2", "")]
    [InlineData(Head + "\n{\"step\":{\"dance\":1}}", "line 2", "dance")]
    [InlineData(Head + "\n" + Failure + "\n{\"step\":{\"delay\":1}}", "line 3", "last line")]
    [InlineData(Head + "\nnot JSON", "line 2", "not JSON")]
    public void What_is_not_a_history_is_refused_with_its_line(string text, string place, string problem)
    {
        var error = Assert.Throws<CorpusException>(() => HistoryFile.Read("some.jsonl", text.Split('\n')));

        Assert.StartsWith("some.jsonl", error.Message, StringComparison.Ordinal);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_without_a_schedule_is_found_again_by_its_operations()
    {
        // The history that a real process would have left of a shard that serves before it has replayed its log.
        ValueList<string> defects = ["ServeBeforeReplayDone"];
        var seed = Enumerable.Range(1, 200).Select(n => new Seed((ulong)n)).First(s => Iteration.Run(Request(s)).Failure is not null);
        var request = Request(seed);
        var history = new History(request.Plan, defects, [], Iteration.Run(request).Failure!);

        var found = Reproducer.Find(history, DefectSwitches.Open(defects), new Seed(1), triesMax: 400, duration: null);

        Assert.NotNull(found);
        Assert.Equal(history.Failure.Signature, Iteration.Run(found.Value.Request).Failure?.Signature);

        IterationRequest Request(Seed s) => new Campaign
        {
            Profile = ProfileCatalog.Find("quick")!,
            Strategy = "portfolio",
            Defects = defects,
            Open = DefectSwitches.Open(defects),
            Operations = 20,
        }.Request(s);
    }
}

using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Queries;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Corpus;

public sealed class CorpusJsonTests
{
    /// <summary>An entry in which every member has something.</summary>
    internal static readonly CorpusEntry Entry = new()
    {
        Name = "an-entry",
        Seed = ulong.MaxValue,
        Profile = "default",
        Strategy = "pct:5",
        Defects = ["A", "B"],
        Signature = new FailureSignature(OracleNames.Reads, "search", Phase.AfterCrash),
        Text = "first line\nsecond \"line\" – 中",
        ExpectedWithDefects = Verdict.Fails,
        ExpectedWithoutDefects = Verdict.Passes,
        Plan = PlanGenerator.Generate(new Seed(3), ProfileCatalog.Find("quick")!),
        Schedule =
        [
            new ScheduleDecision(1, DecisionKind.Before, "client", "lock.read", 4, "shard-0/flush"),
            new ScheduleDecision(2, DecisionKind.After, "client", "wait", 9, "shard-1/update") { Pass = 2, ChosenPoint = "wait", ChosenOccurrence = 3 },
        ],
        Faults =
        [
            .. Enum.GetValues<DiskCallKind>().Select(kind => new FiredFault(1, kind, "a/path", 3, new FaultEffect(TimeSpan.FromTicks(77)))),
            .. Enum.GetValues<DiskFault>().Where(fault => fault != DiskFault.None).Select(fault => new FiredFault(
                1, DiskCallKind.Read, "a/path", 4 + (int)fault, new FaultEffect(TimeSpan.Zero) { Fault = fault, Detail = uint.MaxValue, Lasts = true })),
        ],
        Certificate = new Certificate(3, 1, 2, 4),
    };

    private static readonly string Good = CorpusJson.Write(Entry);

    [Fact]
    public void What_is_written_is_read_back()
    {
        AssertEqual(Entry, CorpusJson.Read("file", Good));
        Assert.Equal(Good, CorpusJson.Write(CorpusJson.Read("file", Good)));
    }

    [Fact]
    public void Plans_of_many_seeds_survive_the_file()
    {
        for (var seed = 0UL; seed < 40; seed++)
        {
            var entry = Entry with { Plan = PlanGenerator.Generate(new Seed(seed), ProfileCatalog.Find("default")!) };
            AssertEqual(entry, CorpusJson.Read("file", CorpusJson.Write(entry)));
        }
    }

    [Fact]
    public void A_kill_at_a_point_survives_the_file()
    {
        var kill = new KillStep(new KillAtPoint(new KillPoint("task", "point", 0)), new CrashRule(CrashMode.DropAll, 7), []);
        var entry = Entry with
        {
            Plan = Make.Plan(kill, kill with { Rule = new KillAtVisit("flush.done", 2) }, kill with { Rule = new KillAtSettling(3, 2) }, kill with { Rule = new KillAtFlushOf("state", 2) },
            kill with { Rule = new KillAfterPath("rare", 2, new KillAfterSteps(3)), Crash = new CrashRule(CrashMode.TearOne, 7) }, new FlushStep(true), new FlushStep(false))
        };

        AssertEqual(entry, CorpusJson.Read("file", CorpusJson.Write(entry)));
    }

    [Fact]
    public void Filters_that_break_a_rule_survive_the_file()
    {
        var deep = Enumerable.Range(0, RequestLimits.FilterDepthMax + 1)
            .Aggregate(new Filter([new RangeCondition("n") { LessThan = double.NaN }], [], []), (inner, _) => new Filter([], [new NestedCondition(inner)], []));
        var entry = Entry with { Plan = Make.Plan(new CountStep(new CountQuery(deep)), new UpdateStep(new ByFilter(deep, new DeletePoints([])), Wait: true)) };

        AssertEqual(entry, CorpusJson.Read("file", CorpusJson.Write(entry)));
    }

    [Theory]
    [InlineData("", "line 1", "empty")]
    [InlineData("{\"version\":", "line 1", "cut off")]
    [InlineData("[]", "$", "object")]
    [InlineData("{}", "$", "'version' is missing")]
    [InlineData("{\"version\":2}", "$.version", "version 2 is not known")]
    [InlineData("{\"version\":\"1\"}", "$.version", "integer")]
    [InlineData("{\"version\":1}", "$", "'name' is missing")]
    public void A_file_that_is_not_an_entry_is_refused_with_its_name_and_the_place(string text, string place, string problem)
    {
        var error = Assert.Throws<CorpusException>(() => CorpusJson.Read("some.json", text));

        Assert.StartsWith($"some.json: {place}", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"indexingThreshold\": ", "\"indexingThreshold\": -", "$.options.indexingThreshold")]
    [InlineData("\"indexingThreshold\": ", "\"indexingThreshold\": 1.5, \"x\": ", "$.options: the member 'x'")]
    [InlineData("\"phase\":\"after-crash\"", "\"phase\":\"later\"", "$.signature.phase")]
    [InlineData("\"phase\":\"after-crash\"", "\"phase\":7", "$.signature.phase")]
    [InlineData("\"withDefects\":\"fails\"", "\"withDefects\":\"maybe\"", "$.expected.withDefects")]
    [InlineData("\"withDefects\":\"fails\",", "", "$.expected: the member 'withDefects' is missing")]
    [InlineData("\"before\":\"client\"", "\"between\":\"client\"", "$.schedule[0]: the member 'between'")]
    [InlineData("\"run\": 2", "\"run\": 0", "$.schedule[1].run")]
    [InlineData("{\"restart\":true}", "{\"rest\":true}", "'rest' is not a kind of step")]
    [InlineData("\"call\":\"flush\"", "\"call\":\"flash\"", "$.faults[5].call: 'flash' is not a call")]
    [InlineData("{\"restart\":true}", "{\"restart\":true,\"restart\":true}", "occurs twice")]
    public void A_wrong_value_is_refused_with_its_place(string original, string replacement, string expected)
    {
        Assert.Contains(original, Good, StringComparison.Ordinal);

        var error = Assert.Throws<CorpusException>(() => CorpusJson.Read("some.json", Good.Replace(original, replacement, StringComparison.Ordinal)));

        Assert.StartsWith("some.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        var step = Math.Max(1, Good.Length / 200);
        for (var length = 0; length < Good.TrimEnd().Length; length += step)
        {
            Assert.Throws<CorpusException>(() => CorpusJson.Read("some.json", Good[..length]));
        }
    }

    private static void AssertEqual(CorpusEntry expected, CorpusEntry found)
    {
        Assert.Equal(expected.Plan.Steps.Count, found.Plan.Steps.Count);
        for (var i = 0; i < expected.Plan.Steps.Count; i++)
        {
            Assert.Equal(expected.Plan.Steps[i], found.Plan.Steps[i]);
        }

        Assert.Equal(expected, found);
    }
}

using System.Xml.Linq;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Runtime.Randomness;
using Sim.Simulator.Oracles;
using Sim.Simulator.Reporting;
using Sim.Simulator.Running;
using Sim.Simulator.Tests.Corpus;
using Sim.Simulator.Tests.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Reporting;

public sealed class RunPageTests
{
    private const string Nasty = "</pre></code><script>alert('&')</script>\"\0\uD800";

    private static readonly Campaign Campaign = new()
    {
        Profile = ProfileCatalog.Find("quick")!,
        Strategy = "portfolio",
        Defects = [],
        Open = DefectSwitches.Open([]),
        Operations = 12,
    };

    public static TheoryData<string> Oracles => [.. OracleNames.All.Select(oracle => oracle.Name)];

    [Fact]
    public void A_page_needs_nothing_else_and_is_well_formed()
    {
        var page = PageOf(new Seed(3));

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        var body = BodyOf(page);
        Assert.Single(body.Descendants("h1"));
        Assert.All(body.Descendants("table"), table => Assert.NotNull(table.Element("caption")));
        Assert.All(body.Descendants("th"), heading => Assert.NotNull(heading.Attribute("scope")));
        Assert.All(
            body.Descendants("svg").Where(svg => svg.Attribute("aria-hidden") is null),
            svg => Assert.True(svg.Attribute("role")?.Value == "img" && svg.Element("title")?.Value.Length > 0 && svg.Element("desc")?.Value.Length > 0));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes() => Assert.Equal(PageOf(new Seed(5)), PageOf(new Seed(5)));

    [Fact]
    public void To_be_recorded_does_not_change_a_run()
    {
        for (var seed = 1UL; seed <= 12; seed++)
        {
            var request = (Campaign with { Operations = 40 }).Request(new Seed(seed));

            Assert.Equal(Iteration.Run(request).Hash, RecordedRun.Of(request).Result.Hash);
        }
    }

    [Theory]
    [MemberData(nameof(Oracles))]
    public void Whatever_oracle_fails_the_page_says_what_it_saw(string oracle)
    {
        var failure = new Failure(new FailureSignature(oracle, "what-it-saw", Phase.AfterCrash), $"the text of {oracle}") { Missing = Make.Ids(11), Extra = Make.Ids(12, 13) };
        var run = RecordedRun.Of(Campaign.Request(new Seed(1)));

        var body = BodyOf(RunPage.Of(PageSubject.Of(Campaign, new Seed(1)), run with { Result = run.Result with { Failure = failure } }));

        Assert.Equal($"✕ fails: {oracle} / what-it-saw / after-crash", body.Descendants("p").First(p => p.Attribute("class")?.Value.StartsWith("verdict", StringComparison.Ordinal) == true).Value);
        var verdict = Section(body, "verdict");
        Assert.Contains($"the text of {oracle}", verdict.Value, StringComparison.Ordinal);
        Assert.Equal("12, 13", Fact(verdict, "extra"));
        Assert.Equal("11", Fact(verdict, "missing"));
        Assert.Equal("none", Fact(verdict, "different"));
    }

    [Fact]
    public void Where_model_and_engine_differ_the_points_of_both_are_there()
    {
        var failing = Enumerable.Range(1, 60)
            .Select(seed => RecordedRun.Of((Campaign with { Open = LogCollection.With(LogMistake.ForgetsToFlush), Shards = 1, Operations = null }).Request(new Seed((ulong)seed))))
            .First(run => run.Result.Failure is { Sides.Count: > 0 });
        var failure = failing.Result.Failure!;

        var table = Section(BodyOf(RunPage.Of(PageSubject.Of(Campaign, new Seed(1)), failing)), "verdict").Descendants("table").Single();

        Assert.Equal(failure.Sides.Select(sides => $"{sides.Id}"), table.Descendants("tbody").Single().Elements("tr").Select(row => row.Element("th")!.Value));
        Assert.All(failure.Sides, sides => Assert.NotEqual(sides.Model, sides.Engine));
    }

    [Fact]
    public void Texts_of_the_run_stay_texts()
    {
        var point = Make.Point(7) with { Payload = NameMap<PayloadValue>.Empty.With(Nasty[..^1], PayloadValue.Of(Nasty[..^1])) };
        var plan = Make.Plan(new UpdateStep(new UpsertPoints([point]), Wait: true));
        var run = RecordedRun.Of(Campaign.Request(new Seed(1), plan));
        var failure = new Failure(new FailureSignature(Nasty, Nasty, Phase.Live), Nasty) { Sides = [new PointSides(Make.Id(7), point, null)] };

        var page = RunPage.Of(new PageSubject(Nasty, Nasty, [(Nasty, Nasty)]), run with { Result = run.Result with { Failure = failure } });

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains(Nasty[..^2] + "␀\\uD800", BodyOf(page).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_step_has_its_number_its_moment_and_what_was_answered()
    {
        var plan = Make.Plan(new UpdateStep(new UpsertPoints([Make.Point(7)]), Wait: true), new DelayStep(20), new UpdateStep(new DeletePoints([]), Wait: true), new RestartStep());
        var run = RecordedRun.Of(Campaign.Request(new Seed(1), plan));

        var rows = Section(BodyOf(RunPage.Of(PageSubject.Of(Campaign, new Seed(1)), run)), "steps").Descendants("tbody").Single().Elements("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray()).ToArray();

        Assert.Equal(["#0", "#1", "#2", "#3"], rows.Select(row => row[0]));
        Assert.Equal(["upsert", "pause", "delete points", "restart"], rows.Select(row => row[3]));
        Assert.StartsWith("Completed, shard 0 as ", rows[0][5], StringComparison.Ordinal);
        Assert.Contains("{\"delay\":20}", rows[1][4], StringComparison.Ordinal);
        Assert.All(rows, row => Assert.EndsWith(" ms", row[2], StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_run_gives_a_page_of_bounded_size()
    {
        var campaign = Campaign with { Profile = ProfileCatalog.Find("default")!, Operations = 700, Shards = 3 };
        var run = RecordedRun.Of(campaign.Request(new Seed(7)));

        var page = RunPage.Of(PageSubject.Of(campaign, new Seed(7)), run);

        Assert.True(run.Result.Counts.Steps > 40_000, $"The run has {run.Result.Counts.Steps} steps only.");
        Assert.InRange(page.Length, 500_000, 4_000_000);
        Assert.Contains("are in the overview only", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_has_its_switches_and_the_places_where_they_are_drawn()
    {
        var entry = CorpusJsonTests.Entry;
        var run = RecordedRun.Of(Campaign.Request(new Seed(3)));

        var body = BodyOf(RunPage.Of(PageSubject.Of(entry, "seeds/an-entry.json"), run));

        Assert.Contains("replay seeds/an-entry.json", body.Value, StringComparison.Ordinal);
        var rows = Section(body, "switches").Descendants("tbody").Single().Elements("tr").ToArray();
        Assert.Equal(["[1]", "[2]"], rows.Select(row => row.Element("th")!.Value));
    }

    internal static XElement BodyOf(string page) =>
        XElement.Parse(page[page.IndexOf("<body>", StringComparison.Ordinal)..(page.IndexOf("</body>", StringComparison.Ordinal) + "</body>".Length)], LoadOptions.PreserveWhitespace);

    internal static XElement Section(XElement body, string id) => body.Descendants("section").Single(section => section.Attribute("id")!.Value == id);

    internal static string Fact(XElement section, string word) => section.Descendants("dt").Single(dt => dt.Value == word).ElementsAfterSelf("dd").First().Value;

    private static string PageOf(Seed seed) => RunPage.Of(PageSubject.Of(Campaign, seed), RecordedRun.Of(Campaign.Request(seed)));
}

using System.Globalization;
using Sim.Runtime.Randomness;
using Sim.Simulator.Covering;
using Sim.Simulator.Oracles;
using Sim.Simulator.Reporting;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Reporting;

public sealed class SoakPageTests
{
    private static readonly Campaign Campaign = new() { Profile = ProfileCatalog.Find("quick")!, Strategy = "portfolio", Defects = [], Open = DefectSwitches.Open([]) };

    [Fact]
    public void Each_kind_of_failure_has_a_line_that_leads_to_its_pages()
    {
        var failures = OracleNames.All.Select((oracle, i) => new SoakFailure(new FailureSignature(oracle.Name, "<seen>", Phase.Live), new Seed((ulong)i), i + 1)
        {
            RunFile = $"seed-{i}.html",
            Entry = i % 2 == 0 ? $"entry-{i}" : null,
            EntryFile = i % 2 == 0 ? $"entry-{i}.html" : null,
            Seeds = [new Seed((ulong)i), new Seed(1_000)],
        }).ToArray();

        var rows = RunPageTests.Section(RunPageTests.BodyOf(SoakPage.Of("a <soak>", [("seeds", "12")], "done", hasFailed: true, new SoakTally(), "sim soak", failures)), "failures").Descendants("tbody").Single().Elements("tr").ToArray();

        Assert.Equal(failures.Select(failure => failure.Signature.ToString()), rows.Select(row => row.Element("th")!.Value));
        Assert.Equal(failures.Select(failure => failure.Count.ToString(CultureInfo.InvariantCulture)), rows.Select(row => row.Elements("td").First().Value));
        Assert.All(rows, row => Assert.Contains(", 1000", row.Elements("td").Last().Value, StringComparison.Ordinal));
        Assert.Equal(
            failures.SelectMany(failure => new[] { failure.RunFile, failure.EntryFile }).OfType<string>(),
            rows.SelectMany(row => row.Descendants("a")).Select(a => a.Attribute("href")!.Value));
    }

    [Fact]
    public void What_the_soak_has_reached_is_drawn_and_what_not_is_named()
    {
        var tally = new SoakTally();
        foreach (var seed in Enumerable.Range(1, 6))
        {
            var result = Iteration.Run(Campaign.Request(new Seed((ulong)seed)));
            tally.Add(new SeedOutcome(new Seed((ulong)seed), "random", result.Hash, null, result.Counts, result.Coverage, result.Failure, TimeSpan.Zero) { Runs = result.Runs });
        }

        var body = RunPageTests.BodyOf(SoakPage.Of("soak", [], "done", hasFailed: false, tally, "sim soak", []));

        var cells = RunPageTests.Section(body, "operations").Descendants("rect").ToArray();
        Assert.Equal(ActionKinds.Operations.Count * CoverageItems.StepNames.Count, cells.Length);
        Assert.Equal(
            CoverageReport.Missed(tally.Coverage).SelectMany(group => group.Names),
            RunPageTests.Section(body, "never").Descendants("li").Select(item => item.Value));
        Assert.Equal(tally.Strategies.Keys, RunPageTests.Section(body, "strategies").Descendants("tbody").Single().Elements("tr").Select(row => row.Element("th")!.Value));
        var runs = tally.Strategies.Values.Sum(strategy => strategy.Runs);
        Assert.True(runs >= 6, $"There are {runs} runs only.");
        Assert.Equal(tally.Coverage.Count, tally.Growth[^1].Reached);
        Assert.Equal(tally.Coverage.Count, tally.Strategies.Values.Sum(strategy => strategy.NewlyReached));
    }

    [Fact]
    public void A_soak_without_a_seed_has_a_page_too() =>
        Assert.NotEmpty(RunPageTests.BodyOf(SoakPage.Of("soak", [], "interrupted", hasFailed: false, new SoakTally(), "sim soak", [])).Elements());
}

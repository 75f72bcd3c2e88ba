using System.Globalization;
using Sim.Simulator.Covering;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Reporting;

/// <summary>
/// The page of a soak: what it found, who found it, and what it has reached and not. It has no wall-clock time and no number of workers, so that two equal soaks have
/// equal pages.
/// </summary>
internal static class SoakPage
{
    private const int SeedsMax = 200;

    /// <summary>The page.</summary>
    /// <param name="title">What was run, in a line.</param>
    /// <param name="summary">Its figures.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="hasFailed">True when something is wrong.</param>
    /// <param name="tally">What the plots show.</param>
    /// <param name="command">The command that repeats it.</param>
    /// <param name="failures">The kinds of failures, in the order of their names.</param>
    public static string Of(
        string title, IReadOnlyList<(string Word, string Meaning)> summary, string end, bool hasFailed, SoakTally tally, string command, IReadOnlyList<SoakFailure> failures) => HtmlPage.Of(
        $"Soak: {title}",
        HtmlPage.Verdict(hasFailed, end).Add($"<p>Repeat it:</p>\n<pre>{command}</pre>\n"),
        [
            ("failures", "Failures", Failures(failures)),
            ("summary", "What was done", HtmlPage.Table("The figures of the soak", ["what", "#how many"], summary.Select(fact => new[] { fact.Word, fact.Meaning }))),
            ("strategies", "Who chose", Strategies(tally)),
            ("growth", "What was reached, over the seeds", HtmlPage.Scrolling("Growth, scrolls sideways", GrowthPlot.Of("Things reached after so many seeds", tally.Growth, tally.Seeds, CoverageItems.All.Count))),
            ("operations", "Operations while a step is taken", Operations(tally)),
            ("never", "What was never reached", Never(tally)),
            ("recall", "What approximate searches find", Recall(tally)),
        ]);

    private static Markup Failures(IReadOnlyList<SoakFailure> failures) => failures.Count == 0 ? Markup.Of($"<p>None.</p>\n") : HtmlPage.Table(
        "Each kind of failure, with the first seed that had it",
        ["failure", "#seeds", "the first one's run", "made smaller", "all of them"],
        failures.Select(failure => (IReadOnlyList<Markup>)
        [
            HtmlPage.Text($"{failure.Signature}"), HtmlPage.Text(Text(failure.Count)), Link(failure.RunFile, $"seed {failure.First}"),
            failure.EntryFile is { } file ? Link(file, failure.Entry!) : HtmlPage.Text("no: the recorded schedule did not give it again"),
            Seeds(failure),
        ]));

    private static Markup Seeds(SoakFailure failure)
    {
        var more = failure.Count - Math.Min(failure.Seeds.Count, SeedsMax);
        return Markup.Of($"<details><summary>seeds</summary>{string.Join(", ", failure.Seeds.Take(SeedsMax))}{(more > 0 ? $", and {Text(more)} more" : "")}</details>");
    }

    private static Markup Strategies(SoakTally tally)
    {
        if (tally.Strategies.Count == 0)
        {
            return Markup.None;
        }

        var content = HtmlPage.Table(
            "By strategy: a portfolio's members each by itself; seeds are counted for everyone that chose in one of their runs",
            ["strategy", "#seeds", "#runs", "#steps", "#failures", "#new kinds", "#newly reached"],
            tally.Strategies.Select(s => new[]
            {
                s.Key, Text(s.Value.Seeds), Text(s.Value.Runs), Text(s.Value.Steps), Text(s.Value.Failures), Text(s.Value.NewFailures), Text(s.Value.NewlyReached),
            }));
        Markup[] plots =
        [
            Plot("Seeds", s => s.Seeds), Plot("Runs, each a schedule of its own", s => s.Runs), Plot("Steps", s => s.Steps), Plot("Failures found", s => s.Failures),
            Plot("Newly reached", s => s.NewlyReached),
        ];
        return content.Add($"<div class=\"plots\">\n{Markup.Join(plots)}</div>\n");

        Markup Plot(string title, Func<StrategyTally, long> value) => Markup.Of(
            $"<div>\n<h3>{title}</h3>\n{HtmlPage.Scrolling($"{title}, scrolls sideways", BarPlot.Of(title, [.. tally.Strategies.Select(s => (s.Key, value(s.Value)))]))}</div>\n");
    }

    private static Markup Operations(SoakTally tally) => Markup.Of(
        $"<p>In how many seeds a step of background work, or of an update, was taken while an operation of a kind had no answer yet.</p>\n{HtmlPage.Scrolling(
            "Operations and steps, scrolls sideways",
            HeatMap.Of("Operations while a step is taken", ActionKinds.Operations, CoverageItems.StepNames, (kind, step) => tally.SeedsByItem[CoverageItems.During(kind, step)]))}");

    private static Markup Never(SoakTally tally)
    {
        var content = HtmlPage.Table(
            "By group",
            ["what", "#reached", "#of"],
            CoverageReport.Summary(tally.Coverage).Select(group => new[] { group.Group, Text(group.Reached), Text(group.Total) }));
        foreach (var (group, names) in CoverageReport.Missed(tally.Coverage))
        {
            content.Add($"{HtmlPage.Details($"{group}: {Text(names.Count)} never reached", Markup.Of($"<ul>\n{Markup.Join(names.Select(name => Markup.Of($"<li>{name}</li>\n")))}</ul>\n"))}");
        }

        return content;
    }

    private static Markup Recall(SoakTally tally) => tally.Recall.Sum() == 0 ? Markup.None : Markup.Of(
        $"<p>Seeds by the share of the best points that their approximate searches found, in thousandths.</p>\n{HtmlPage.Scrolling(
            "Shares, scrolls sideways", BarPlot.Of("Seeds by the share found, of 1,000", [.. tally.Recall.Select((seeds, i) => (SoakTally.NameOf(i), seeds))]))}");

    private static Markup Link(string file, string text) => Markup.Of($"<a href=\"{Uri.EscapeDataString(file)}\">{text}</a>");

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

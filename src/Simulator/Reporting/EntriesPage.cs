using System.Globalization;
using Sim.Simulator.Corpus;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Reporting;

/// <summary>The page that leads to those of entries.</summary>
internal static class EntriesPage
{
    /// <summary>The page.</summary>
    /// <param name="title">What the entries have in common.</param>
    /// <param name="facts">What is known of where they come from; may be none.</param>
    /// <param name="pages">For each the file, the entry and its run.</param>
    public static string Of(string title, IReadOnlyList<(string Word, string Meaning)> facts, IReadOnlyList<(string File, CorpusEntry Entry, RecordedRun Run)> pages) => HtmlPage.Of(
        title,
        facts.Count == 0 ? Markup.None : HtmlPage.Facts(facts),
        [("entries", "Entries", HtmlPage.Table(
            $"{pages.Count} entries",
            ["entry", "failure", "#operations", "#switches", "#kills", "#faults", "smallest?"],
            pages.Select(page => (IReadOnlyList<Markup>)
            [
                Markup.Of($"<a href=\"{Uri.EscapeDataString(page.File)}\">{page.Entry.Name}</a>"), HtmlPage.Text(page.Run.Result.Failure?.Signature.ToString() ?? "passes"),
                Number(page.Entry.Plan.OperationCount), Number(page.Entry.Schedule.Count),
                Number(page.Entry.Plan.Steps.OfType<KillStep>().Sum(kill => 1 + kill.Recoveries.Count)), Number(page.Entry.Faults.Count),
                HtmlPage.Text(page.Entry.Certificate is null ? "not known" : "yes"),
            ])))]);

    private static Markup Number(int number) => HtmlPage.Text(number.ToString("N0", CultureInfo.InvariantCulture));
}

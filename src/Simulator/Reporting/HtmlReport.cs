using System.Globalization;
using System.Net;
using System.Text;
using Sim.Simulator.Corpus;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Reporting;

/// <summary>Writes a run as one HTML page that needs nothing else: no script, no font, no network.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #6b7280; --line: #d5d9e0; --run: #2563eb; --stop: #d97706; --kill: #dc2626; --flush: #059669; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #14171b; --soft: #9aa3af; --line: #333a44; --run: #6ea0ff; --stop: #f2b04a; --kill: #ff6b6b; --flush: #41d19a; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 75rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.35rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin-top: 2rem; }
        pre, .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; padding: .6rem; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
        table { border-collapse: collapse; font-size: .9rem; } th, td { text-align: left; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
        ol.steps code { font-size: .85rem; overflow-wrap: anywhere; }
        a { color: var(--run); } :focus-visible { outline: 3px solid var(--stop); outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; }
        .key span { display: inline-block; margin-right: 1rem; } .key i { display: inline-block; width: .9rem; height: .7rem; margin-right: .3rem; }
        svg { display: block; } svg .name { font-size: 11px; fill: var(--soft); } svg .row { stroke: var(--line); }
        svg .run { fill: var(--run); } svg .stopped { stroke: var(--stop); stroke-width: 3; } svg .wait { stroke: var(--soft); stroke-width: 2; stroke-dasharray: 3 3; }
        svg .flush { fill: var(--flush); } svg .kill { stroke: var(--kill); stroke-width: 3; } svg .crash { stroke: var(--kill); stroke-dasharray: 4 4; } svg .event { stroke: var(--soft); }
        """;

    /// <summary>The page of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="result">Its run, with a full trace.</param>
    public static string Page(CorpusEntry entry, IterationResult result)
    {
        var timeline = Timeline.Of(result.Trace, entry.Schedule);
        var html = Begin(entry.Name);
        html.Append("<a class=\"skip\" href=\"#timeline\">To the timeline</a>\n<header>\n");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Text(entry.Name)}</h1>\n<p>{Text(Summary(entry, result))}</p>\n</header>\n<main>\n");
        html.Append(CultureInfo.InvariantCulture, $"<section><h2>What model and engine say</h2>\n<pre>{Text(result.Failure?.Text ?? "They agree: nothing was found.")}</pre>\n");
        if (result.Failure is { } failure)
        {
            Table(html, ["missing", "extra", "different"], [[$"{failure.Missing}", $"{failure.Extra}", $"{failure.Different}"]]);
        }

        html.Append("</section>\n<section id=\"timeline\"><h2>Who runs, waits, flushes and dies</h2>\n");
        html.Append("<p class=\"key\"><span><i style=\"background:var(--run)\"></i>runs</span><span><i style=\"border:3px solid var(--stop)\"></i>stopped by a switch</span><span><i style=\"border-bottom:2px dashed var(--soft)\"></i>waits</span><span><i style=\"background:var(--flush);width:3px\"></i>flush</span><span><i style=\"background:var(--kill);width:3px\"></i>kill</span></p>\n");
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Timeline, scrolls sideways\">\n{TimelineDrawing.Of(timeline)}</div>\n</section>\n");
        html.Append("<section><h2>What is done</h2>\n<ol class=\"steps\" start=\"0\">\n");
        foreach (var step in entry.Plan.Steps)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li><code>{Text(StepJson.Write(step).ToJsonString())}</code></li>\n");
        }

        html.Append("</ol>\n</section>\n");
        if (entry.Schedule.Count > 0)
        {
            html.Append("<section><h2>The switches</h2>\n");
            Table(html, ["", "decision"], entry.Schedule.Select((decision, i) => new[] { (i + 1).ToString(CultureInfo.InvariantCulture), decision.ToString() }));
            html.Append("</section>\n");
        }

        if (result.Faults.Count > 0)
        {
            html.Append("<section><h2>Faults of the disk</h2>\n");
            Table(
                html,
                ["run", "call", "path", "ordinal", "fault", "delay"],
                result.Faults.Select(fault => new[]
                {
                    fault.Incarnation.ToString(CultureInfo.InvariantCulture), fault.Kind.ToString(), fault.Path, fault.Ordinal.ToString(CultureInfo.InvariantCulture),
                    fault.Effect.Fault.ToString(), fault.Effect.Delay.ToString("c", CultureInfo.InvariantCulture),
                }));
            html.Append("</section>\n");
        }

        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>The page that leads to the others.</summary>
    /// <param name="title">What they have in common.</param>
    /// <param name="pages">For each the file, the entry and its run.</param>
    public static string Index(string title, IEnumerable<(string File, CorpusEntry Entry, IterationResult Result)> pages)
    {
        var html = Begin(title);
        html.Append(CultureInfo.InvariantCulture, $"<header><h1>{Text(title)}</h1></header>\n<main>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Entries\"><table>\n<thead><tr><th>entry</th><th>failure</th><th>operations</th><th>switches</th><th>kills</th><th>certified</th></tr></thead>\n<tbody>\n");
        foreach (var (file, entry, result) in pages)
        {
            var kills = entry.Plan.Steps.OfType<KillStep>().Sum(kill => 1 + kill.Recoveries.Count);
            html.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"{Text(file)}\">{Text(entry.Name)}</a></td><td>{Text(result.Failure?.Signature.ToString() ?? "passes")}</td><td>{entry.Plan.OperationCount}</td><td>{entry.Schedule.Count}</td><td>{kills}</td><td>{(entry.Certificate is null ? "no" : "yes")}</td></tr>\n");
        }

        return html.Append("</tbody></table></div>\n</main>\n</body>\n</html>\n").ToString();
    }

    private static string Summary(CorpusEntry entry, IterationResult result)
    {
        var seen = result.Failure is { } failure ? $"Fails: {failure.Signature}" : "Passes";
        var switches = entry.Defects.Count == 0 ? "" : $", with {string.Join(", ", entry.Defects)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{seen}{switches}. Found with seed {entry.Seed}, profile {entry.Profile}, strategy {entry.Strategy}. {result.Counts.Operations} operations, {result.Counts.Reads} reads compared, {result.Counts.Kills} kills, {result.Counts.Steps} steps. {(entry.Certificate is null ? "Not certified to be minimal." : "Certified: nothing of it can be left out.")}");
    }

    private static StringBuilder Begin(string title) => new StringBuilder().Append(
        CultureInfo.InvariantCulture,
        $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{Text(title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n");

    private static void Table(StringBuilder html, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        html.Append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table><thead><tr>");
        html.AppendJoin("", headings.Select(heading => $"<th>{Text(heading)}</th>")).Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Text(cell)}</td>")).Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

using System.Globalization;
using Sim.Simulator.Explaining;

namespace Sim.Simulator.Reporting;

/// <summary>
/// The timeline of a page, bounded however long the runs are: an overview of all, and then parts in full, those with switches that matter first, then the ends of
/// the runs, the newest first, then what comes before them. Each part is drawn, and told as a table.
/// </summary>
internal sealed class TimelineSection
{
    // So many stretches give a page of about a megabyte.
    private const int StretchesMax = 2_400;
    private const int CrashLinesMax = 60;

    private readonly Timeline _timeline;
    private readonly bool _hasFailed;
    private readonly IReadOnlyList<IReadOnlyList<TimelineWindow>> _windows;
    private readonly HashSet<TimelineWindow> _shown = new(ReferenceEqualityComparer.Instance);

    private TimelineSection(Timeline timeline, bool hasFailed)
    {
        _timeline = timeline;
        _hasFailed = hasFailed;
        _windows = [.. timeline.Runs.Select(TimelineWindow.Of)];
        var left = StretchesMax;
        foreach (var window in _windows.SelectMany(windows => windows).OrderBy(window => window.HasPreemption ? 0 : window.IsLast ? 1 : 2).ThenByDescending(window => window.FirstStep))
        {
            left -= window.Stretches.Count;
            if (left < 0)
            {
                break;
            }

            _shown.Add(window);
        }
    }

    /// <summary>The section.</summary>
    /// <param name="timeline">What to show.</param>
    /// <param name="hasFailed">Whether its last run ends with the failure.</param>
    public static Markup Of(Timeline timeline, bool hasFailed) => new TimelineSection(timeline, hasFailed).Write();

    private Markup Write()
    {
        var all = new Markup().Add($"{Key}{HtmlPage.Scrolling("All runs, scrolls sideways", TimelineOverview.Of(_timeline))}");
        for (var i = _windows.Count - 1; i >= 0; i--)
        {
            all.Add($"{WriteRun(_timeline.Runs[i], _windows[i], isNewest: i == _windows.Count - 1)}");
        }

        return all;
    }

    private Markup WriteRun(TimelineRun run, IReadOnlyList<TimelineWindow> windows, bool isNewest)
    {
        var content = new Markup();
        if (run.Crash.Count > 0)
        {
            var lines = run.Crash.Skip(1).Take(CrashLinesMax).ToArray();
            var left = run.Crash.Count - 1 - lines.Length;
            content.Add($"<p>It was {run.Death}. Of what was not flushed: {run.Crash[0]}.</p>\n");
            if (lines.Length > 0)
            {
                content.Add($"{HtmlPage.Details($"What became of what was not flushed, {run.Crash.Count - 1} lines", Markup.Of($"<pre>{string.Join('\n', lines)}{(left > 0 ? $"\nand {left} more" : "")}</pre>\n"))}");
            }
        }

        var hidden = windows.Where(window => !_shown.Contains(window)).ToArray();
        if (hidden.Length > 0)
        {
            content.Add($"<p class=\"soft\">{hidden.Sum(window => (int)(window.LastStep - window.FirstStep + 1))} steps of this run are in the overview only.</p>\n");
        }

        foreach (var window in windows.Where(_shown.Contains).Reverse())
        {
            content.Add($"{Write(window, isOpen: (isNewest && window.IsLast) || window.HasPreemption)}");
        }

        return Markup.Of($"<h3>Run {run.Number}: steps {Span(run.FirstStep, run.LastStep)}</h3>\n{content}");
    }

    private Markup Write(TimelineWindow window, bool isOpen)
    {
        var span = Span(window.FirstStep, window.LastStep);
        var drawing = TimelineDrawing.Of(_timeline, window, _hasFailed && window.IsLast && window.Run == _timeline.Runs[^1]);
        var waits = window.Run.Waits
            .Where(wait => wait.From >= window.FirstStep && wait.From <= window.LastStep)
            .ToLookup(wait => wait.Task, StringComparer.Ordinal);
        var table = HtmlPage.Table(
            $"Run {window.Run.Number}, steps {span}",
            ["#step", "#time", "task", "goes on from", "then"],
            window.Stretches.Select(stretch => new[]
            {
                stretch.FirstStep.ToString("N0", CultureInfo.InvariantCulture), VirtualMoment.Of(_timeline.TimeOf(stretch.FirstStep)), stretch.Task!, stretch.Text, Then(stretch, waits[stretch.Task!]),
            }));
        return HtmlPage.Details(
            $"Steps {span}{(window.IsLast ? ", to the end of the run" : "")}{(window.HasPreemption ? ", with switches that matter" : "")}",
            Markup.Of($"{HtmlPage.Scrolling($"Run {window.Run.Number}, steps {span}, scrolls sideways", drawing, beginsAtEnd: window.IsLast)}{HtmlPage.Details("The same as a table", table)}"),
            isOpen);
    }

    private static string Then(RunStretch stretch, IEnumerable<TimelineWait> waits)
    {
        var wait = waits.LastOrDefault(wait => wait.From >= stretch.FirstStep && wait.From < stretch.FirstStep + stretch.Steps && (!wait.IsReleased || wait.To >= stretch.FirstStep + stretch.Steps));
        return stretch.Preemption > 0 ? string.Create(CultureInfo.InvariantCulture, $"is stopped by switch [{stretch.Preemption}]") : wait?.Text ?? "";
    }

    private string Span(long first, long last) => last < first ? "no step" : string.Create(
        CultureInfo.InvariantCulture, $"{first:N0} to {last:N0}, {VirtualMoment.Of(_timeline.TimeOf(first))} to {VirtualMoment.Of(_timeline.TimeOf(last))}");

    private static Markup Key { get; } = Markup.Literal("""
        <ul class="key">
        <li><svg width="22" height="14" aria-hidden="true"><rect class="run" y="1" width="22" height="12" rx="2"/></svg>runs</li>
        <li><svg width="22" height="14" aria-hidden="true"><line class="wait" x2="22" y1="7" y2="7"/></svg>waits for what is named below, ← who has it</li>
        <li><svg width="22" height="14" aria-hidden="true"><rect class="run" y="1" width="16" height="12"/><line class="stopped" x1="16" x2="16" y2="14"/></svg>stopped by a switch that matters</li>
        <li><svg width="14" height="14" aria-hidden="true"><path class="flush" d="M7 2 l5 8 h-10 z"/></svg>flush</li>
        <li><svg width="14" height="14" aria-hidden="true"><path class="fault" d="M7 1 l5 6 l-5 6 l-5 -6 z"/></svg>fault of the disk</li>
        <li><svg width="8" height="14" aria-hidden="true"><line class="kill" x1="4" x2="4" y2="14"/></svg>kill</li>
        <li>#3: a step of the plan begins</li>
        </ul>

        """);
}

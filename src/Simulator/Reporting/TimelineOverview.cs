using System.Globalization;
using System.Text.RegularExpressions;

namespace Sim.Simulator.Reporting;

/// <summary>
/// Draws all runs of an iteration in one width, however long they are: who runs when, by kinds of tasks, and where kills strike. Tasks whose names differ in a
/// number at the end are of one kind.
/// </summary>
internal sealed partial class TimelineOverview
{
    private const int Columns = 220;
    private const int ColumnWidth = 4;
    private const int KindsMax = 14;
    private const int LaneHeight = 24;
    private const int Top = 34;
    private const int Left = 10;
    private const int LabelWidth = 62;
    private const int Width = (2 * Left) + (Columns * ColumnWidth);

    private readonly Timeline _timeline;
    private readonly string[] _kinds;
    private readonly int _height;
    private readonly Markup _svg = new();

    private TimelineOverview(Timeline timeline)
    {
        _timeline = timeline;
        _kinds =
        [
            .. timeline.Runs.SelectMany(run => run.Stretches)
                .GroupBy(stretch => KindOf(stretch.Task!))
                .OrderByDescending(kind => kind.Sum(stretch => stretch.Steps))
                .ThenBy(kind => kind.Key, StringComparer.Ordinal)
                .Take(KindsMax)
                .Select(kind => kind.Key)
                .Order(StringComparer.Ordinal),
        ];
        _height = Top + (_kinds.Length * LaneHeight) + 8;
    }

    /// <summary>The drawing as an svg element.</summary>
    public static Markup Of(Timeline timeline) => new TimelineOverview(timeline).Draw();

    private Markup Draw()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{_timeline.Runs.Count} runs with {_timeline.Steps:N0} steps in all");
        _svg.Add($"<svg role=\"img\" width=\"{Width}\" height=\"{_height}\" viewBox=\"0 0 {Width} {_height}\">\n<title>All of it: {text}</title>\n");
        _svg.Add($"<desc>A lane for each kind of task that ran most: {string.Join(", ", _kinds)}. A bar is where one of them runs; a line over all lanes is where a run ends.</desc>\n");
        var free = 0;
        foreach (var run in _timeline.Runs)
        {
            var x = Left + (ColumnOf(run.LastStep) * ColumnWidth);
            _svg.Add($"<g><title>run {run.Number}, {run.Death ?? "to its end"}</title><line class=\"{(run.Death is null ? "end" : "kill")}\" x1=\"{x}\" x2=\"{x}\" y1=\"20\" y2=\"{_height - 4}\"/></g>");
            if (x >= free)
            {
                free = x + LabelWidth;
                var anchor = x > Width - LabelWidth ? "end" : x < LabelWidth ? "start" : "middle";
                _svg.Add($"<text class=\"{(run.Death is null ? "soft" : "killed")}\" x=\"{(anchor == "start" ? Left : x)}\" y=\"14\" text-anchor=\"{anchor}\">{(run.Death is null ? "" : "✕ ")}run {run.Number}</text>\n");
            }
        }

        for (var lane = 0; lane < _kinds.Length; lane++)
        {
            DrawLane(_kinds[lane], Top + (lane * LaneHeight));
        }

        return _svg.Add($"</svg>\n");
    }

    private void DrawLane(string kind, int y)
    {
        var isActive = new bool[Columns + 1];
        foreach (var stretch in _timeline.Runs.SelectMany(run => run.Stretches).Where(stretch => KindOf(stretch.Task!) == kind))
        {
            var first = ColumnOf(stretch.FirstStep - 1);
            isActive.AsSpan(first, Math.Max(1, ColumnOf(stretch.FirstStep + stretch.Steps - 1) - first)).Fill(true);
        }

        _svg.Add($"<text class=\"soft halo\" x=\"{Left}\" y=\"{y + 10}\">{kind}</text>");
        for (var column = 0; column < Columns; column++)
        {
            var end = column;
            while (end < Columns && isActive[end])
            {
                end++;
            }

            if (end > column)
            {
                _svg.Add($"<rect class=\"run\" x=\"{Left + (column * ColumnWidth)}\" y=\"{y + 13}\" width=\"{(end - column) * ColumnWidth}\" height=\"8\"/>");
                column = end;
            }
        }

        _svg.Add($"\n");
    }

    private int ColumnOf(long step) => (int)(step * Columns / Math.Max(1, _timeline.Steps));

    private static string KindOf(string task) => Number().Replace(task, "");

    [GeneratedRegex(@"(?<!shard)(-\d+)+(#\d+)?$|#\d+$")]
    private static partial Regex Number();
}

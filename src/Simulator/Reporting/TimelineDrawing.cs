using System.Globalization;
using System.Net;
using System.Text;
using Sim.Simulator.Explaining;

namespace Sim.Simulator.Reporting;

/// <summary>
/// Draws a timeline as SVG: a row for each task, boxes where it runs, a thin line where it waits, ticks for flushes, and a line across all rows for a kill, a crash
/// or the start of a run. Boxes and lines can be reached by keyboard and have a text.
/// </summary>
internal sealed class TimelineDrawing
{
    private const int RowHeight = 26;
    private const int BoxHeight = 16;
    private const int Top = 22;
    private const int Left = 8;
    private const int NameHeight = 12;
    private const int WidthMin = 640;
    private const int WidthMax = 12_000;
    private const int PixelsPerStretch = 12;

    private readonly Timeline _timeline;
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private readonly StringBuilder _svg = new();
    private readonly double _scale;
    private readonly int _width;
    private readonly int _height;

    private TimelineDrawing(Timeline timeline)
    {
        _timeline = timeline;
        for (var i = 0; i < timeline.Tasks.Count; i++)
        {
            _rows.Add(timeline.Tasks[i], i);
        }

        _width = Math.Clamp(timeline.Stretches.Count * PixelsPerStretch, WidthMin, WidthMax);
        _height = Top + (timeline.Tasks.Count * (RowHeight + NameHeight)) + Top;
        _scale = (_width - (2.0 * Left)) / Math.Max(1, timeline.Steps + 1);
    }

    /// <summary>The drawing as an svg element.</summary>
    public static string Of(Timeline timeline) => new TimelineDrawing(timeline).Draw();

    private string Draw()
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{_width}\" height=\"{_height}\" viewBox=\"0 0 {_width} {_height}\" role=\"group\" aria-label=\"Timeline of {_timeline.Tasks.Count} tasks over {_timeline.Steps} steps\">\n");
        foreach (var (task, row) in _rows)
        {
            var y = Y(row);
            _svg.Append(CultureInfo.InvariantCulture, $"<line class=\"row\" x1=\"0\" x2=\"{_width}\" y1=\"{y + BoxHeight}\" y2=\"{y + BoxHeight}\"/><text class=\"name\" x=\"{Left}\" y=\"{y - 3}\">{Text(task)}</text>\n");
        }

        foreach (var wait in _timeline.Waits.Where(w => _rows.ContainsKey(w.Task) && w.To > w.From))
        {
            var y = Y(_rows[wait.Task]) + (BoxHeight / 2);
            _svg.Append(CultureInfo.InvariantCulture, $"<g><title>{Text($"{wait.Task} waits for {wait.Text}")}</title><line class=\"wait\" x1=\"{X(wait.From):F1}\" x2=\"{X(wait.To):F1}\" y1=\"{y}\" y2=\"{y}\"/></g>\n");
        }

        foreach (var stretch in _timeline.Stretches)
        {
            Add(stretch);
        }

        foreach (var mark in _timeline.Marks.Where(m => _rows.ContainsKey(m.Task)))
        {
            var y = Y(_rows[mark.Task]);
            _svg.Append(CultureInfo.InvariantCulture, $"<g><title>{Text($"{mark.Task}: {mark.Text}")}</title><rect class=\"flush\" x=\"{X(mark.From) - 1:F1}\" y=\"{y - 2}\" width=\"3\" height=\"{BoxHeight + 4}\"/></g>\n");
        }

        return _svg.Append("</svg>\n").ToString();
    }

    private void Add(RunStretch stretch)
    {
        var x = X(stretch.FirstStep - 1);
        if (stretch.Task is null)
        {
            var kind = stretch.Text.StartsWith("KILLED", StringComparison.Ordinal) ? "kill" : stretch.Text.StartsWith("crash", StringComparison.Ordinal) ? "crash" : "event";
            _svg.Append(CultureInfo.InvariantCulture, $"<g tabindex=\"0\" role=\"img\" aria-label=\"{Text(stretch.Text)}\"><title>{Text(stretch.Text)}</title><line class=\"{kind}\" x1=\"{x:F1}\" x2=\"{x:F1}\" y1=\"4\" y2=\"{_height - 4}\"/></g>\n");
            return;
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"step {stretch.FirstStep}: {stretch.Task} {stretch.Text}{(stretch.Preemption > 0 ? $"; stopped here by switch {stretch.Preemption}" : "")}");
        var width = Math.Max(2, stretch.Steps * _scale);
        _svg.Append(CultureInfo.InvariantCulture, $"<g tabindex=\"0\" role=\"img\" aria-label=\"{Text(text)}\"><title>{Text(text)}</title><rect class=\"{(stretch.Preemption > 0 ? "run stopped" : "run")}\" x=\"{x:F1}\" y=\"{Y(_rows[stretch.Task])}\" width=\"{width:F1}\" height=\"{BoxHeight}\"/></g>\n");
    }

    private double X(long step) => Left + (step * _scale);

    private static int Y(int row) => Top + (row * (RowHeight + NameHeight)) + NameHeight;

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

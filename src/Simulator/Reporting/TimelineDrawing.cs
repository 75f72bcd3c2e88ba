using System.Globalization;
using System.Numerics;
using Sim.Simulator.Explaining;

namespace Sim.Simulator.Reporting;

/// <summary>
/// Draws a part of a run as SVG: a lane for each task, a box where it runs, a dashed line where it waits, a triangle for a flush, a diamond for a fault of the
/// disk, and a line over all lanes for a kill and for the end. A box is wider the more steps it has, by the logarithm, so that long ones leave room for the others.
/// </summary>
internal sealed class TimelineDrawing
{
    private const int LaneHeight = 50;
    private const int BoxTop = 15;
    private const int BoxHeight = 14;
    private const int Top = 46;
    private const int Bottom = 10;
    private const int Left = 10;
    private const int Right = 24;
    private const int WidthMin = 320;
    private const int BoxMin = 16;
    private const int BoxPerDoubling = 6;
    private const int NameEvery = 720;
    private const int NameWidth = 160;
    private const int TickEvery = 150;
    private const int PlanStepEvery = 34;
    private const int LetterWidth = 6;

    private readonly Timeline _timeline;
    private readonly TimelineWindow _window;
    private readonly bool _hasFailed;
    private readonly Dictionary<string, int> _lanes = new(StringComparer.Ordinal);
    private readonly int[] _lefts;
    private readonly int _end;
    private readonly int _width;
    private readonly int _height;
    private readonly Markup _svg = new();

    private TimelineDrawing(Timeline timeline, TimelineWindow window, bool hasFailed)
    {
        _timeline = timeline;
        _window = window;
        _hasFailed = hasFailed;
        foreach (var stretch in window.Stretches)
        {
            _lanes.TryAdd(stretch.Task!, _lanes.Count);
        }

        // Who waits for somebody belongs to the picture also where it does not run.
        foreach (var wait in Waits().Where(wait => wait.Holders.Length > 0))
        {
            _lanes.TryAdd(wait.Task, _lanes.Count);
        }

        _lefts = new int[window.Stretches.Count];
        _end = Left;
        for (var i = 0; i < _lefts.Length; i++)
        {
            _lefts[i] = _end;
            _end += WidthOf(window.Stretches[i]) + 2;
        }

        _width = Math.Max(_end + Right, WidthMin);
        _height = Top + (_lanes.Count * LaneHeight) + Bottom;
    }

    /// <summary>The drawing as an svg element.</summary>
    /// <param name="timeline">All of it.</param>
    /// <param name="window">The part.</param>
    /// <param name="hasFailed">True when the failure was found at its end.</param>
    public static Markup Of(Timeline timeline, TimelineWindow window, bool hasFailed) => new TimelineDrawing(timeline, window, hasFailed).Draw();

    private static int WidthOf(RunStretch stretch) => BoxMin + (BoxPerDoubling * BitOperations.Log2((uint)stretch.Steps));

    private Markup Draw()
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"Run {_window.Run.Number}, steps {_window.FirstStep:N0} to {_window.LastStep:N0}");
        var how = _hasFailed ? "It ends with the failure." : _window.IsLast && _window.Run.Death is { } death ? $"It ends: {death}." : "";
        _svg.Add($"<svg role=\"img\" width=\"{_width}\" height=\"{_height}\" viewBox=\"0 0 {_width} {_height}\">\n<title>{title}</title>\n");
        _svg.Add($"<desc>{_window.Stretches.Count} stretches of {_lanes.Count} tasks: {string.Join(", ", _lanes.Keys)}. {how} The table that follows says the same.</desc>\n");
        DrawAxis();
        DrawLanes();
        DrawWaits();
        foreach (var (stretch, left) in _window.Stretches.Zip(_lefts))
        {
            Draw(stretch, left);
        }

        DrawMarks();
        DrawEnd();
        return _svg.Add($"</svg>\n");
    }

    private void DrawAxis()
    {
        var last = -TickEvery;
        for (var i = 0; i < _lefts.Length; i++)
        {
            if (_lefts[i] - last >= TickEvery)
            {
                last = _lefts[i];
                var step = _window.Stretches[i].FirstStep;
                _svg.Add($"<line class=\"grid\" x1=\"{last}\" x2=\"{last}\" y1=\"18\" y2=\"{_height - Bottom}\"/>");
                _svg.Add($"<text class=\"soft\" x=\"{last + 3}\" y=\"12\">{step.ToString("N0", CultureInfo.InvariantCulture)} · {VirtualMoment.Of(_timeline.TimeOf(step))}</text>\n");
            }
        }

        // Where steps of the plan follow each other closely, only some have their number; each has its line.
        var free = 0;
        foreach (var mark in MarksOf(TimelineMarkKind.PlanStep))
        {
            var x = X(mark.Step);
            _svg.Add($"<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"30\" y2=\"{Top}\"/>");
            if (x >= free)
            {
                free = x + PlanStepEvery;
                _svg.Add($"<text x=\"{x}\" y=\"28\">#{mark.Text}</text>\n");
            }
        }
    }

    private void DrawLanes()
    {
        foreach (var (task, lane) in _lanes)
        {
            var y = Y(lane);
            _svg.Add($"<line class=\"row\" x1=\"0\" x2=\"{_width}\" y1=\"{y + BoxTop + BoxHeight}\" y2=\"{y + BoxTop + BoxHeight}\"/>");
            for (var x = Left; x == Left || x < _width - NameWidth; x += NameEvery)
            {
                _svg.Add($"<text class=\"soft halo\" x=\"{x}\" y=\"{y + 11}\">{task}</text>\n");
            }
        }
    }

    private void DrawWaits()
    {
        foreach (var wait in Waits().Where(wait => _lanes.ContainsKey(wait.Task)))
        {
            var y = Y(_lanes[wait.Task]) + BoxTop + (BoxHeight / 2);
            var from = wait.From < _window.FirstStep ? 0 : X(wait.From);
            var to = wait.To > _window.LastStep || !wait.IsReleased ? _end : X(wait.To);
            var letters = (to - from - 4) / LetterWidth;
            var label = wait.Holders.Length > 0 ? $"{wait.Resource} ← {wait.Holders}" : wait.Resource;
            _svg.Add($"<g><title>{wait.Task} {wait.Text}</title><line class=\"wait\" x1=\"{from}\" x2=\"{to}\" y1=\"{y}\" y2=\"{y}\"/>");
            for (var x = from + 4; letters >= 8; x += NameEvery, letters -= NameEvery / LetterWidth)
            {
                _svg.Add($"<text class=\"soft halo\" x=\"{x}\" y=\"{y + BoxHeight + 4}\">{(label.Length <= letters ? label : label[..(letters - 1)] + "…")}</text>");
            }

            _svg.Add($"</g>\n");
        }
    }

    private void Draw(RunStretch stretch, int left)
    {
        var y = Y(_lanes[stretch.Task!]) + BoxTop;
        var width = WidthOf(stretch);
        var text = string.Create(CultureInfo.InvariantCulture, $"step {stretch.FirstStep:N0}: {stretch.Task} {stretch.Text}");
        _svg.Add($"<g><title>{text}</title><rect class=\"run\" x=\"{left}\" y=\"{y}\" width=\"{width}\" height=\"{BoxHeight}\" rx=\"2\"/>");
        if (stretch.Preemption > 0)
        {
            _svg.Add($"<line class=\"stopped\" x1=\"{left + width}\" x2=\"{left + width}\" y1=\"{y - 5}\" y2=\"{y + BoxHeight + 5}\"/>");
            _svg.Add($"<text class=\"stop halo\" x=\"{left + width + 4}\" y=\"{y - 3}\">[{stretch.Preemption}]</text>");
        }

        _svg.Add($"</g>\n");
    }

    private void DrawMarks()
    {
        foreach (var mark in MarksOf(TimelineMarkKind.Flush).Concat(MarksOf(TimelineMarkKind.Fault)))
        {
            if (mark.Task is not null && _lanes.TryGetValue(mark.Task, out var lane))
            {
                var (x, y) = (X(mark.Step), Y(lane) + BoxTop + BoxHeight);
                _svg.Add($"<g><title>{mark.Task}: {mark.Text}</title>");
                _svg.Add(mark.Kind == TimelineMarkKind.Flush
                    ? (FormattableString)$"<path class=\"flush\" d=\"M{x} {y + 1} l5 8 h-10 z\"/></g>\n"
                    : $"<path class=\"fault\" d=\"M{x} {y - BoxHeight - 8} l5 6 l-5 6 l-5 -6 z\"/></g>\n");
            }
        }
    }

    private void DrawEnd()
    {
        if (_window.IsLast && _window.Run.Death is { } death)
        {
            DrawEnd("kill", "killed", "✕ killed", death);
        }
        else if (_window.IsLast)
        {
            DrawEnd("end", _hasFailed ? "killed" : "soft", _hasFailed ? "✕ fails" : "end", _hasFailed ? "the failure is found" : "the run ends");
        }
    }

    private void DrawEnd(string line, string label, string text, string title)
    {
        _svg.Add($"<g><title>{title}</title><line class=\"{line}\" x1=\"{_end + 2}\" x2=\"{_end + 2}\" y1=\"18\" y2=\"{_height - 4}\"/>");
        _svg.Add($"<text class=\"{label} halo\" x=\"{_end + 4}\" y=\"40\" text-anchor=\"end\">{text}</text></g>\n");
    }

    private IEnumerable<TimelineWait> Waits() => _window.Run.Waits.Where(wait => wait.To >= _window.FirstStep && wait.From <= _window.LastStep);

    private IEnumerable<TimelineMark> MarksOf(TimelineMarkKind kind) =>
        _window.Run.Marks.Where(mark => mark.Kind == kind && mark.Step >= _window.FirstStep && mark.Step <= _window.LastStep);

    // The middle of the step.
    private int X(long step)
    {
        var (low, high) = (0, _lefts.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _window.Stretches[middle].FirstStep <= step ? (middle, high) : (low, middle - 1);
        }

        var stretch = _window.Stretches[low];
        var place = Math.Clamp(step - stretch.FirstStep, 0, stretch.Steps - 1);
        return _lefts[low] + (int)(WidthOf(stretch) * ((2 * place) + 1) / (2 * stretch.Steps));
    }

    private static int Y(int lane) => Top + (lane * LaneHeight);
}

using System.Globalization;
using Sim.Simulation.Schedules;
using Sim.Simulation.Tracing;
using Sim.Simulator.Explaining;

namespace Sim.Simulator.Reporting;

/// <summary>A whole iteration as pictures need it, run by run: what each task did and waited for, and what befell all, by steps of the scheduler.</summary>
internal sealed class Timeline
{
    private readonly List<TimelineRun> _runs = [];
    private readonly List<TimeSpan> _times = [];
    private readonly Dictionary<(string Task, string? Resource), (long From, string Holders)> _waiting = [];
    private readonly List<TimelineWait> _waits = [];
    private readonly List<TimelineMark> _marks = [];
    private readonly List<string> _crash = [];
    private readonly int _number;
    private long _firstStep = 1;

    private Timeline(Trace trace, IReadOnlyList<ScheduleDecision> schedule)
    {
        var stretches = RunTable.Of(trace, schedule).Where(stretch => stretch.Task is not null).ToLookup(stretch => stretch.Incarnation);
        foreach (var e in trace.Events)
        {
            if (e.Kind == TraceEventKind.Run)
            {
                EndRun(stretches);
                _number++;
            }

            Add(e);
        }

        EndRun(stretches);
    }

    /// <summary>The runs, in their order.</summary>
    public IReadOnlyList<TimelineRun> Runs => _runs;

    /// <summary>How many steps all of them have.</summary>
    public long Steps => _times.Count;

    /// <summary>The timeline of a full trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="schedule">The departures that matter, where they are known.</param>
    public static Timeline Of(Trace trace, IReadOnlyList<ScheduleDecision> schedule) => new(trace, schedule);

    /// <summary>Virtual time at a step, which is counted over all runs from 1 on; before the first it is zero.</summary>
    public TimeSpan TimeOf(long step) => step < 1 ? TimeSpan.Zero : _times[(int)Math.Min(step, _times.Count) - 1];

    private void Add(TraceEvent e)
    {
        var step = (long)_times.Count;
        switch (e.Kind)
        {
            case TraceEventKind.Step:
                _times.Add(e.Time);
                break;
            case TraceEventKind.Wait:
                _waiting[(e.Task!, e.Resource)] = (step, e.Subject ?? "");
                break;
            case TraceEventKind.Release when e.Task is not null && _waiting.Remove((e.Task, e.Resource), out var wait):
                _waits.Add(new TimelineWait(e.Task, wait.From, step, e.Resource ?? "something", wait.Holders, IsReleased: true));
                break;
            case TraceEventKind.Disk when e.Subject is { } call && call.Contains("flush", StringComparison.OrdinalIgnoreCase):
                _marks.Add(new TimelineMark(TimelineMarkKind.Flush, e.Task, step, $"{call} {e.Resource}".TrimEnd()));
                break;
            case TraceEventKind.Fault:
                _marks.Add(new TimelineMark(TimelineMarkKind.Fault, e.Task, step, string.Create(
                    CultureInfo.InvariantCulture, $"fault in {e.Subject} {e.Resource} #{e.Second}{(e.First > 0 ? $", {VirtualMoment.Of(new TimeSpan(e.First))} late" : "")}")));
                break;
            case TraceEventKind.Kill:
                _marks.Add(new TimelineMark(TimelineMarkKind.Kill, null, step, string.Create(
                    CultureInfo.InvariantCulture, $"killed before {e.Task} {e.Subject} #{e.First}")));
                break;
            case TraceEventKind.Crash:
                _crash.Add($"{e.Subject ?? "the disk"} {e.Resource}".TrimEnd());
                break;
            case TraceEventKind.Note when e.Subject is null:
                _marks.Add(new TimelineMark(TimelineMarkKind.PlanStep, e.Task, step, string.Create(CultureInfo.InvariantCulture, $"{e.First}")));
                break;
            case TraceEventKind.Run or TraceEventKind.Start or TraceEventKind.Release or TraceEventKind.Post or TraceEventKind.Timer
                or TraceEventKind.End or TraceEventKind.Disk or TraceEventKind.Note:
                break;
        }
    }

    private void EndRun(ILookup<int, RunStretch> stretches)
    {
        if (_number > 0)
        {
            foreach (var ((task, resource), (from, holders)) in _waiting)
            {
                _waits.Add(new TimelineWait(task, from, _times.Count, resource ?? "something", holders, IsReleased: false));
            }

            _runs.Add(new TimelineRun(
                _number,
                _firstStep,
                _times.Count,
                [.. stretches[_number]],
                [.. _waits.OrderBy(wait => wait.From).ThenBy(wait => wait.Task, StringComparer.Ordinal).ThenBy(wait => wait.Resource, StringComparer.Ordinal)],
                [.. _marks],
                [.. _crash]));
        }

        _waiting.Clear();
        _waits.Clear();
        _marks.Clear();
        _crash.Clear();
        _firstStep = _times.Count + 1;
    }
}

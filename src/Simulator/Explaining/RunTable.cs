using System.Globalization;
using Sim.Simulation.Schedules;
using Sim.Simulation.Tracing;

namespace Sim.Simulator.Explaining;

/// <summary>Makes a trace into stretches: who ran, from where to where, and why it stopped.</summary>
internal static class RunTable
{
    /// <summary>The stretches of a run, in their order.</summary>
    public static IReadOnlyList<RunStretch> Of(Trace trace, IReadOnlyList<ScheduleDecision> schedule)
    {
        var stretches = new List<RunStretch>();
        var points = new List<string>();
        string? task = null;
        var incarnation = 0;
        var steps = 0L;
        var first = 0L;
        TraceEvent? last = null;
        var departures = 0;
        for (var i = 0; i < trace.Events.Count; i++)
        {
            var e = trace.Events[i];
            switch (e.Kind)
            {
                case TraceEventKind.Step when e.Task == task:
                    points.Add(Point(e));
                    steps++;
                    last = e;
                    break;
                case TraceEventKind.Step:
                    var departure = NumberOf(schedule, departures, trace.Events, i, incarnation, last);
                    departures = Math.Max(departures, departure);
                    End(departure);
                    task = e.Task;
                    first = ++steps;
                    points.Add(Point(e));
                    last = e;
                    break;
                case TraceEventKind.Run:
                    End(0);
                    task = null;
                    last = null;
                    incarnation++;
                    stretches.Add(new RunStretch(incarnation, steps + 1, 0, null, incarnation == 1 ? "the run begins" : "the program starts again", 0));
                    break;
                case TraceEventKind.Kill:
                    End(0);
                    task = null;
                    stretches.Add(new RunStretch(incarnation, steps + 1, 0, null, $"KILLED before {e.Task} {e.Subject} #{e.First}", 0));
                    break;
                case TraceEventKind.Crash or TraceEventKind.Fault:
                    End(0);
                    stretches.Add(new RunStretch(
                        incarnation, steps + 1, 0, null, $"{(e.Kind == TraceEventKind.Crash ? "crash" : "fault")}: {e.Subject ?? "the disk"} {e.Resource}".TrimEnd(), 0));
                    break;
                case TraceEventKind.Start or TraceEventKind.Wait or TraceEventKind.Release or TraceEventKind.Post or TraceEventKind.Timer
                    or TraceEventKind.End or TraceEventKind.Disk or TraceEventKind.Note:
                    break;
            }
        }

        End(0);
        return stretches;

        void End(int preemption)
        {
            if (points.Count > 0)
            {
                stretches.Add(new RunStretch(incarnation, first, points.Count, task, Span(points), preemption));
                points.Clear();
            }
        }
    }

    private static string Point(TraceEvent e) => e.Resource is { Length: > 0 } resource ? $"{e.Subject} {resource}" : e.Subject ?? "-";

    private static string Span(List<string> points) => points.Count switch
    {
        1 => points[0],
        2 => $"{points[0]}; {points[1]}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{points[0]}; {points.Count - 2} more; {points[^1]}"),
    };

    /// <summary>Which departure a switch is, from 1 on; 0 when it is what "run until it blocks" would have done.</summary>
    private static int NumberOf(
        IReadOnlyList<ScheduleDecision> schedule, int seen, IReadOnlyList<TraceEvent> events, int at, int incarnation, TraceEvent? last)
    {
        for (var i = seen; last is { } before && i < schedule.Count; i++)
        {
            var decision = schedule[i];
            if (decision.Incarnation == incarnation && decision.Task == before.Task && decision.Chosen == events[at].Task
                && (decision.Kind == DecisionKind.After ? IsAt(decision, before) : NextOf(before.Task!, events, at) is not { } next || IsAt(decision, next)))
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static bool IsAt(ScheduleDecision decision, TraceEvent step) => step.Subject == decision.Point && step.First == decision.Occurrence;

    // Where the task goes on later in the same run; nowhere when a kill or the failure comes first.
    private static TraceEvent? NextOf(string task, IReadOnlyList<TraceEvent> events, int at)
    {
        for (var i = at; i < events.Count && events[i].Kind != TraceEventKind.Run; i++)
        {
            if (events[i].Kind == TraceEventKind.Step && events[i].Task == task)
            {
                return events[i];
            }
        }

        return null;
    }
}

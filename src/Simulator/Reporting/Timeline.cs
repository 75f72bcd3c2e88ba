using Sim.Simulation.Schedules;
using Sim.Simulation.Tracing;
using Sim.Simulator.Explaining;

namespace Sim.Simulator.Reporting;

/// <summary>A run as a picture needs it: what each task did and waited for, and what befell the whole, by steps of the scheduler.</summary>
/// <param name="Tasks">The tasks, in the order in which they first ran.</param>
/// <param name="Stretches">Who ran, from where to where.</param>
/// <param name="Waits">Who waited, for what.</param>
/// <param name="Marks">Flushes of the disk, by the task that asked for them.</param>
/// <param name="Steps">How many steps the run has.</param>
internal sealed record Timeline(
    IReadOnlyList<string> Tasks,
    IReadOnlyList<RunStretch> Stretches,
    IReadOnlyList<TimelineSpan> Waits,
    IReadOnlyList<TimelineSpan> Marks,
    long Steps)
{
    /// <summary>Makes it of a full trace.</summary>
    public static Timeline Of(Trace trace, IReadOnlyList<ScheduleDecision> schedule)
    {
        var stretches = RunTable.Of(trace, schedule);
        var waits = new List<TimelineSpan>();
        var marks = new List<TimelineSpan>();
        var waiting = new Dictionary<(string Task, string? Resource), long>();
        var steps = 0L;
        foreach (var e in trace.Events)
        {
            switch (e.Kind)
            {
                case TraceEventKind.Step:
                    steps++;
                    break;
                case TraceEventKind.Wait:
                    waiting[(e.Task!, e.Resource)] = steps;
                    break;
                case TraceEventKind.Release when e.Task is not null && waiting.Remove((e.Task, e.Resource), out var since):
                    waits.Add(new TimelineSpan(e.Task, since, steps, e.Resource ?? "something"));
                    break;
                case TraceEventKind.Disk when e.Subject is { } call && call.Contains("flush", StringComparison.OrdinalIgnoreCase) && e.Task is not null:
                    marks.Add(new TimelineSpan(e.Task, steps, steps, $"{call} {e.Resource}".TrimEnd()));
                    break;
                case TraceEventKind.Run or TraceEventKind.Kill:
                    EndWaits();
                    break;
                case TraceEventKind.Release or TraceEventKind.Disk or TraceEventKind.Start or TraceEventKind.Post or TraceEventKind.Timer
                    or TraceEventKind.End or TraceEventKind.Fault or TraceEventKind.Crash or TraceEventKind.Note:
                    break;
            }
        }

        EndWaits();
        return new Timeline([.. stretches.Select(s => s.Task).OfType<string>().Distinct()], stretches, waits, marks, steps);

        void EndWaits()
        {
            foreach (var ((task, resource), since) in waiting.OrderBy(w => w.Value).ThenBy(w => w.Key.Task, StringComparer.Ordinal))
            {
                waits.Add(new TimelineSpan(task, since, steps, $"{resource ?? "something"}, to the end"));
            }

            waiting.Clear();
        }
    }
}

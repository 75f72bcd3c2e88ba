using Sim.Runtime.Scheduling;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Schedules;

/// <summary>Records the departures from the base policy, in a form that costs little while a run goes on.</summary>
internal sealed class ScheduleRecorder
{
    private const int ChunkSize = 1024;

    // In pieces, so that a long record is never copied to grow.
    private readonly List<Entry[]> _chunks = [];
    private int _count;

    public void Add(int incarnation, SimulatedTask? last, Resumption chosen)
    {
        // The first step of a run is that of the root task and there is nothing else to choose, so there is a last task.
        var task = last ?? throw new InvalidOperationException("The first step of a run is not a choice.");
        var (kind, point, occurrence, pass) = task.FirstRunnable is { } next
            ? (DecisionKind.Before, next.Point, next.Occurrence, next.Passes)
            : (DecisionKind.After, task.LastPoint!, task.LastOccurrence, 0);
        var isFirst = chosen == chosen.Task.FirstRunnable;
        var place = _count++ % ChunkSize;
        if (place == 0)
        {
            _chunks.Add(new Entry[_chunks.Count == 0 ? 64 : ChunkSize]);
        }
        else if (place == _chunks[^1].Length)
        {
            // The first piece begins small, because most records are.
            var grown = new Entry[ChunkSize];
            _chunks[^1].CopyTo(grown, 0);
            _chunks[^1] = grown;
        }

        _chunks[^1][place] = new Entry(
            incarnation, kind, task.Name, point, occurrence, pass, chosen.Task.Name, isFirst ? null : chosen.Point, isFirst ? 0 : chosen.Occurrence);
    }

    public ScheduleRecord ToRecord() => new(
    [
        .. _chunks.SelectMany(chunk => chunk).Take(_count).Select(entry => new ScheduleDecision(
            entry.Incarnation, entry.Kind, entry.Task, entry.Point.Name, entry.Occurrence, entry.Chosen)
        {
            Pass = entry.Pass,
            ChosenPoint = entry.ChosenPoint?.Name,
            ChosenOccurrence = entry.ChosenOccurrence,
        }),
    ]);

    private readonly record struct Entry(
        int Incarnation,
        DecisionKind Kind,
        string Task,
        PointName Point,
        long Occurrence,
        int Pass,
        string Chosen,
        PointName? ChosenPoint,
        long ChosenOccurrence);
}

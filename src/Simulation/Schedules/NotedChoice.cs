namespace Sim.Simulation.Schedules;

/// <summary>A choice that a run had: a step at which more than one thing could be done.</summary>
/// <param name="Incarnation">The run, from 1 on.</param>
/// <param name="Kind">Whether the task that ran last was about to go on from the point, or had stopped after it.</param>
/// <param name="Task">The task that ran last.</param>
/// <param name="Point">The point.</param>
/// <param name="Occurrence">Which of the task's visits to that point in that run, from 1 on.</param>
/// <param name="Pass">How many decisions were taken at this place before.</param>
/// <param name="Base">The task that the base policy would have run.</param>
/// <param name="Taken">The task that was run.</param>
/// <param name="Tasks">All tasks that could, each once, in the order of their ids.</param>
public sealed record NotedChoice(
    int Incarnation, DecisionKind Kind, string Task, string Point, long Occurrence, int Pass, string Base, string Taken, IReadOnlyList<string> Tasks)
{
    /// <summary>The decision for another task here.</summary>
    /// <param name="chosen">That task.</param>
    public ScheduleDecision Decide(string chosen) => new(Incarnation, Kind, Task, Point, Occurrence, chosen) { Pass = Pass };

    /// <summary>True when a decision names this place.</summary>
    public bool IsPlaceOf(ScheduleDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision.Incarnation == Incarnation
            && decision.Kind == Kind
            && decision.Occurrence == Occurrence
            && decision.Pass == Pass
            && decision.Task == Task
            && decision.Point == Point;
    }
}

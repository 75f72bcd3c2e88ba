namespace Sim.Simulation.Schedules;

/// <summary>
/// One departure from the base policy "run the current task until it blocks, then the runnable task with the lowest id".
/// </summary>
/// <param name="Incarnation">The run, from 1 on.</param>
/// <param name="Kind">Whether the task that ran last was about to go on from the point, or had stopped after it.</param>
/// <param name="Task">The task that ran last.</param>
/// <param name="Point">The point.</param>
/// <param name="Occurrence">Which of the task's visits to that point in that run, from 1 on.</param>
/// <param name="Chosen">The task that was run instead.</param>
public sealed record ScheduleDecision(int Incarnation, DecisionKind Kind, string Task, string Point, long Occurrence, string Chosen)
{
    /// <summary>A gate: when a task is about to go on from a point for the n-th time in a run, another task is run first.</summary>
    /// <param name="run">The run, from 1 on.</param>
    /// <param name="task">The task that ran last, and would go on.</param>
    /// <param name="point">The point from which it would.</param>
    /// <param name="visit">Which of the task's visits to that point, from 1 on.</param>
    /// <param name="runs">The task that is run instead.</param>
    public static ScheduleDecision Before(int run, string task, string point, long visit, string runs) => new(run, DecisionKind.Before, task, point, visit, runs);

    /// <summary>A gate: when a task cannot go on after a step from a point, its n-th in a run, this task is run next.</summary>
    /// <param name="run">The run, from 1 on.</param>
    /// <param name="task">The task that ran last.</param>
    /// <param name="point">The point from which its last step went on.</param>
    /// <param name="visit">Which of the task's visits to that point, from 1 on.</param>
    /// <param name="runs">The task that is run next.</param>
    public static ScheduleDecision After(int run, string task, string point, long visit, string runs) => new(run, DecisionKind.After, task, point, visit, runs);

    /// <summary>How many decisions were taken at this place before; not zero only for a task that awaits several things at once.</summary>
    public int Pass { get; init; }

    /// <summary>The point that the chosen task went on from; null for the one it reached first, and it nearly always has only one.</summary>
    public string? ChosenPoint { get; init; }

    /// <summary>The occurrence of <see cref="ChosenPoint"/>.</summary>
    public long ChosenOccurrence { get; init; }

    /// <summary>One line for a report.</summary>
    public override string ToString() =>
        $"run {Incarnation}: {(Kind == DecisionKind.Before ? "before" : "after")} {Task} {Point} #{Occurrence}, run {Chosen}";
}

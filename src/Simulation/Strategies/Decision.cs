using Sim.Simulation.Schedules;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Strategies;

/// <summary>
/// One decision: which of the runnable steps is next. Candidates come in an arbitrary order that is the same in every run of the seed; a
/// task has more than one when it awaits several things at once.
/// </summary>
public readonly ref struct Decision
{
    private readonly Incarnation _incarnation;

    internal Decision(Incarnation incarnation) => _incarnation = incarnation;

    /// <summary>How many candidates there are: one or more.</summary>
    public int Count => _incarnation.Runnable.Count;

    /// <summary>How many steps the incarnation has taken.</summary>
    public long Step => _incarnation.Steps;

    /// <summary>The number of the incarnation, from 1 on.</summary>
    public int Incarnation => _incarnation.Number;

    /// <summary>The task that took the last step; null before the first.</summary>
    public TaskId? LastTask => _incarnation.LastTask is { } task ? new TaskId(task.Id) : null;

    /// <summary>
    /// The candidate of the base policy: the step of the last task that became runnable first, or if it has none, that of the runnable task
    /// with the lowest id.
    /// </summary>
    public int BaseIndex => _incarnation.BaseResumption().Index;

    /// <summary>The unique and stable name of this decision.</summary>
    internal DecisionKey Key => _incarnation.DecisionKey();

    /// <summary>How many candidates of the incarnation there have been so far: the next to come has this number as its arrival.</summary>
    internal long Arrivals => _incarnation.Runnable.Arrivals;

    /// <summary>The arrival of the candidate that took the last step.</summary>
    internal long LastTaken => _incarnation.Runnable.LastRemoved;

    /// <summary>A candidate.</summary>
    public Candidate this[int index] => new(_incarnation.Runnable[index]);

    /// <summary>A candidate, to be kept beyond the decision by who follows what becomes of it.</summary>
    internal Resumption Resumption(int index) => _incarnation.Runnable[index];

    /// <summary>The index of the oldest candidate of this task; -1 when it has none.</summary>
    internal int IndexOf(int task) => _incarnation.Runnable.OldestOf(task)?.Index ?? -1;

    /// <summary>The index of the oldest candidate of the first task that has one, round the ring of ids from this one on.</summary>
    internal int FirstFrom(int task) => _incarnation.Runnable.TaskFrom(task).FirstRunnable!.Index;
}

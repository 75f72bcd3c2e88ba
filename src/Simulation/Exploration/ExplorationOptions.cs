using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Exploration;

/// <summary>How far <see cref="ExhaustiveExploration"/> goes.</summary>
public sealed record ExplorationOptions
{
    /// <summary>
    /// How many times a schedule may take the turn from a task that could go on; null for any number. Most bugs need two at most: Musuvathi and
    /// Qadeer, "Iterative context bounding for systematic testing of multithreaded programs" (2007).
    /// </summary>
    public int? PreemptionBound { get; init; }

    /// <summary>How many runs to make at most, those that are cut short included.</summary>
    public long RunLimit { get; init; } = 1_000_000;

    /// <summary>How many steps a run may have. One that has more counts as unfinished, and then nothing is proved.</summary>
    public long StepLimit { get; init; } = 10_000;

    /// <summary>
    /// Which schedules are left out because they differ from others only in the order of steps that commute. <see cref="Exploration.Reduction.None"/>
    /// whatever it says when there is a bound on preemptions, because the schedule that is run may be over the bound where another is not.
    /// </summary>
    /// <remarks>
    /// Two steps commute when both say what they touch, and it is not the same thing or both only read it; and when neither lets the other's task go
    /// on. So it is sound for programs whose tasks name whatever they share: at points, or by <see cref="Runtime.IRuntime.Publish"/>, as the locks
    /// do; and what decides whether a task waits (<see cref="IWaitTarget"/>) is shared, too. What a lock guards needs no name of its own. Reading
    /// how full a queue is, or whether a lock is held, is no point and must not decide anything.
    /// A program in which one task awaits several things at once is explored with sleep sets, also when this says source sets.
    /// </remarks>
    public Reduction Reduction { get; init; } = Reduction.SourceSets;

    /// <summary>
    /// Whether tasks share nothing but at points: the first step of a task, up to its first point, and what follows an ordinary await, up to
    /// the next point, touch only what the task owns, or what those have touched for whose end it has waited. If that is not known (the default),
    /// such a step commutes with no other.
    /// </summary>
    public bool OnlyPointsShare { get; init; }

    /// <summary>The seed of the random streams of the program, the same in each run.</summary>
    public Seed Seed { get; init; }

    /// <summary>Which ends of a run are bugs; null for deadlocks and exceptions.</summary>
    public Func<RunResult, bool>? IsBug { get; init; }
}

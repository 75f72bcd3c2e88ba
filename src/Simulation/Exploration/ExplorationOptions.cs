using Sim.Runtime.Randomness;

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
    /// Whether only one of several schedules that differ in the order of steps that commute is run. Off when there is a bound on
    /// preemptions, because the one that is run may be over the bound where another is not.
    /// </summary>
    /// <remarks>
    /// Two steps commute when both say what they touch, and it is not the same thing or both only read it; when neither comes to wait; and when
    /// they do not wake the same task. So it is sound for programs whose tasks name at their points whatever they share and no lock guards:
    /// variables, and what is signaled to nobody yet.
    /// </remarks>
    public bool UsesSleepSets { get; init; } = true;

    /// <summary>
    /// Whether the first step of a task, up to its first point, touches nothing shared. If it is not known to (the default), it commutes
    /// with no other step.
    /// </summary>
    public bool StartsAreSilent { get; init; }

    /// <summary>The seed of the random streams of the program, the same in each run.</summary>
    public Seed Seed { get; init; }

    /// <summary>Which ends of a run are bugs; null for deadlocks and exceptions.</summary>
    public Func<RunResult, bool>? IsBug { get; init; }
}

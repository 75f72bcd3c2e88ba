using Sim.Simulator.Explaining;

namespace Sim.Simulator.Reporting;

/// <summary>One run, from a start to an end or a death.</summary>
/// <param name="Number">Which one, from 1 on.</param>
/// <param name="FirstStep">The number of its first step, counted over all runs from 1 on.</param>
/// <param name="LastStep">The number of its last step; one less than the first when it has none.</param>
/// <param name="Stretches">Who ran, in order.</param>
/// <param name="Waits">Who waited, in the order of their beginnings.</param>
/// <param name="Marks">What else happened, in order.</param>
/// <param name="Crash">What became of what was not flushed, a line each; empty when nothing crashed.</param>
internal sealed record TimelineRun(
    int Number,
    long FirstStep,
    long LastStep,
    IReadOnlyList<RunStretch> Stretches,
    IReadOnlyList<TimelineWait> Waits,
    IReadOnlyList<TimelineMark> Marks,
    IReadOnlyList<string> Crash)
{
    /// <summary>How it was cut off; null when it came to an end by itself.</summary>
    public string? Death => Marks.FirstOrDefault(mark => mark.Kind == TimelineMarkKind.Kill)?.Text
        ?? (Crash.Count > 0 ? "killed between two steps of the plan, or ended by an error of the disk" : null);
}

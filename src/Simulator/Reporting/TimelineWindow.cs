using Sim.Simulator.Explaining;

namespace Sim.Simulator.Reporting;

/// <summary>A part of a run that fits into one drawing.</summary>
/// <param name="Run">The run.</param>
/// <param name="Stretches">Who runs in it; at least one.</param>
internal sealed record TimelineWindow(TimelineRun Run, IReadOnlyList<RunStretch> Stretches)
{
    /// <summary>How many stretches one drawing has at the most.</summary>
    public const int StretchesMax = 120;

    /// <summary>Its first step, counted over all runs.</summary>
    public long FirstStep => Stretches[0].FirstStep;

    /// <summary>Its last step.</summary>
    public long LastStep => Stretches[^1].FirstStep + Stretches[^1].Steps - 1;

    /// <summary>True when the run ends with it.</summary>
    public bool IsLast => LastStep == Run.LastStep;

    /// <summary>True when it has one of the switches that matter.</summary>
    public bool HasPreemption => Stretches.Any(stretch => stretch.Preemption > 0);

    /// <summary>The parts of a run, in order. They are cut from its end, so that the last one is whole.</summary>
    public static IReadOnlyList<TimelineWindow> Of(TimelineRun run)
    {
        var windows = new List<TimelineWindow>();
        for (var end = run.Stretches.Count; end > 0; end -= StretchesMax)
        {
            var start = Math.Max(0, end - StretchesMax);
            windows.Insert(0, new TimelineWindow(run, [.. run.Stretches.Skip(start).Take(end - start)]));
        }

        return windows;
    }
}

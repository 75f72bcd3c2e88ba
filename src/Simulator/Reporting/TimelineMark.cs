namespace Sim.Simulator.Reporting;

/// <summary>Something that happens at one moment.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Task">The task that it happens to; null for the whole run.</param>
/// <param name="Step">The step of the scheduler in which it happens, counted over all runs.</param>
/// <param name="Text">What it is, for people.</param>
internal sealed record TimelineMark(TimelineMarkKind Kind, string? Task, long Step, string Text);

namespace Sim.Simulator.Reporting;

/// <summary>Something about one task, from one step of the scheduler to another.</summary>
internal sealed record TimelineSpan(string Task, long From, long To, string Text);

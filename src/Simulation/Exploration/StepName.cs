namespace Sim.Simulation.Exploration;

/// <summary>A step that could be taken, by a name that it keeps while steps that commute with it are taken.</summary>
internal readonly record struct StepName(ulong Task, ulong Point, long Occurrence);

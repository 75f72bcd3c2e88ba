namespace Sim.Simulation.Exploration;

/// <summary>A step that need not be taken now, since what follows it was explored already.</summary>
internal readonly record struct SleepingStep(StepName Name, Footprint Footprint);

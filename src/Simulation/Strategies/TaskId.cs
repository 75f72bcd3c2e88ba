namespace Sim.Simulation.Strategies;

/// <summary>A task of one incarnation, numbered in the order of creation. The root task is 0, and so is the default.</summary>
public readonly record struct TaskId(int Value);

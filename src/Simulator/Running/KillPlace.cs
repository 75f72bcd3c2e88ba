namespace Sim.Simulator.Running;

/// <summary>Which kill of a plan.</summary>
/// <param name="PlanStep">The index of the plan's step that it belongs to.</param>
/// <param name="Recovery">Which of that step's kills into recoveries it is, from 0 on; -1 for the step's own.</param>
internal readonly record struct KillPlace(int PlanStep, int Recovery);

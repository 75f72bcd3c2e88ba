using Sim.Simulation;

namespace Sim.Simulator.Running;

/// <summary>Where a kill struck.</summary>
/// <param name="PlanStep">The index of the plan's step that it belongs to.</param>
/// <param name="Recovery">Which of that step's kills into recoveries it is, from 0 on; -1 for the step's own.</param>
/// <param name="At">The place.</param>
internal sealed record StruckKill(int PlanStep, int Recovery, KillPoint At);

using Sim.Simulation.Faults;

namespace Sim.Simulator.Shrinking;

/// <summary>
/// A fault of the disk that is counted from the beginning of a step of the plan, and not from the beginning of a run. So it keeps its meaning when an earlier step
/// is taken away.
/// </summary>
/// <param name="Phase">The step of the plan; -1 before the first.</param>
/// <param name="Run">How many runs began in the phase before it, the one that went on from an earlier phase not counted.</param>
/// <param name="Kind">What was asked of the disk.</param>
/// <param name="Files">The path without its numbers: segments and files of the log get others when something is taken away.</param>
/// <param name="Ordinal">Which call of this kind on such paths, from 1 on, since the phase or the run began, whichever is later.</param>
/// <param name="Effect">What the fault did.</param>
internal sealed record AnchoredFault(int Phase, int Run, DiskCallKind Kind, string Files, long Ordinal, FaultEffect Effect);

namespace Sim.Simulation.Faults;

/// <summary>A fault that struck a call.</summary>
/// <param name="Incarnation">The run, from 1 on.</param>
/// <param name="Kind">What was asked of the disk.</param>
/// <param name="Path">The file or directory.</param>
/// <param name="Ordinal">Which call of this kind on this path in that run, from 1 on.</param>
/// <param name="Effect">What the fault did.</param>
public sealed record FiredFault(int Incarnation, DiskCallKind Kind, string Path, long Ordinal, FaultEffect Effect);

using Sim.Simulation;

namespace Sim.Simulator.Workload;

/// <summary>
/// A kill that falls into a recovery, counted from its start, and what the disk loses then. A recovery that ends earlier is spared.
/// </summary>
internal sealed record RecoveryKill(KillRule Rule, CrashRule Crash);

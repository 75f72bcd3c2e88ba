namespace Sim.Simulation.Faults;

/// <summary>How often calls of one kind meet a fault.</summary>
/// <param name="Kind">The calls.</param>
/// <param name="Fault">The fault; one of <see cref="DiskFaultRules.Possible"/>.</param>
/// <param name="PerTenThousand">How many of ten thousand calls meet it: from 0 to 10,000.</param>
/// <param name="LastsPerThousand">How many of a thousand of them last: from then on, every call of the kind meets it until the run ends.</param>
/// <param name="LastRun">The last run in which the disk has this fault; later it is sound.</param>
public sealed record FaultOdds(DiskCallKind Kind, DiskFault Fault, int PerTenThousand, int LastsPerThousand, int LastRun);

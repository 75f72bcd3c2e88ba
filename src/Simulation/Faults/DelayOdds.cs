namespace Sim.Simulation.Faults;

/// <summary>How often, and by how much, calls of one kind are delayed.</summary>
/// <param name="Kind">The calls.</param>
/// <param name="PerThousand">How many of a thousand calls are delayed: from 0 to 1000.</param>
/// <param name="DelayMin">The shortest delay, in virtual time.</param>
/// <param name="DelayMax">The longest delay. Delays between the two are equally likely.</param>
public sealed record DelayOdds(DiskCallKind Kind, int PerThousand, TimeSpan DelayMin, TimeSpan DelayMax);

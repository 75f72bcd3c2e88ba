namespace Sim.Simulation.Faults;

/// <summary>
/// Decides on the faults of a disk. The answer should depend on nothing but the call, so that a fault stays where it is when operations or
/// other faults are taken away.
/// </summary>
public interface IFaultSource
{
    /// <summary>The fault that strikes this call, or <see cref="FaultEffect.None"/>.</summary>
    FaultEffect Decide(in DiskCall call);
}

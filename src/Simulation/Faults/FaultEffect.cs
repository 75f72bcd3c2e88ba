namespace Sim.Simulation.Faults;

/// <summary>What a fault does to a call of the disk.</summary>
/// <param name="Delay">
/// How much virtual time passes before the call takes effect. A flush then settles what was written before it began, and a kill in the
/// meantime finds nothing settled.
/// </param>
public readonly record struct FaultEffect(TimeSpan Delay)
{
    /// <summary>No fault; the default.</summary>
    public static FaultEffect None => default;
}

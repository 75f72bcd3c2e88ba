namespace Sim.Simulation.Faults;

/// <summary>What a fault does to a call of the disk.</summary>
/// <param name="Delay">
/// How much virtual time passes before the call takes effect. A flush then settles what was written before it began, and a kill in the
/// meantime finds nothing settled.
/// </param>
public readonly record struct FaultEffect(TimeSpan Delay)
{
    /// <summary>What goes wrong, after the delay.</summary>
    public DiskFault Fault { get; init; }

    /// <summary>
    /// A number that settles what the fault leaves open: how much of a write happened, whether a flush has lost anything (it has when this is even),
    /// how short a read is, which bit has changed.
    /// </summary>
    public uint Detail { get; init; }

    /// <summary>True when every later call of the same kind meets the same fault, until the run ends.</summary>
    public bool Lasts { get; init; }

    /// <summary>No fault; the default.</summary>
    public static FaultEffect None => default;
}

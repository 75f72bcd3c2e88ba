namespace Sim.Simulation.Faults;

/// <summary>A disk without faults. A crash still loses what was not flushed.</summary>
public sealed class NoFaults : IFaultSource
{
    /// <summary>The only one: it has no state.</summary>
    public static readonly NoFaults Instance = new();

    private NoFaults()
    {
    }

    /// <inheritdoc/>
    public FaultEffect Decide(in DiskCall call) => FaultEffect.None;
}

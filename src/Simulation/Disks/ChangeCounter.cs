namespace Sim.Simulation.Disks;

/// <summary>Numbers all changes of a disk, of bytes and of names, in the order in which they were made.</summary>
internal sealed class ChangeCounter
{
    private long _made;

    /// <summary>The number of the next change.</summary>
    public long Next() => _made++;

    /// <summary>A counter of its own that goes on from here.</summary>
    public ChangeCounter Copy() => new() { _made = _made };
}

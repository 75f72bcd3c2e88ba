namespace Sim.Simulation.Disks;

/// <summary>A file of a simulated disk, as it is now.</summary>
/// <param name="Path">Its path, without a leading '/'.</param>
/// <param name="Bytes">Its bytes; valid until the disk changes.</param>
public readonly record struct SimulatedDiskFile(string Path, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Its length in bytes.</summary>
    public int Length => Bytes.Length;
}

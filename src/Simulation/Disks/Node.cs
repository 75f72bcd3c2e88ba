using Sim.Runtime.Randomness;

namespace Sim.Simulation.Disks;

/// <summary>A file or directory, apart from its names.</summary>
internal abstract class Node(string birthPath, int birth)
{
    /// <summary>The path it was created under, for reports.</summary>
    public string BirthPath { get; } = birthPath;

    /// <summary>Which of those that were created under that path it is, from 1 on.</summary>
    public int Birth { get; } = birth;

    /// <summary>
    /// Its identity in crash decisions: a hash of the path it was created under and of how many were created there before, so that it does not
    /// depend on the rest of the disk.
    /// </summary>
    public ulong Key { get; } = StableHash.Combine(StableHash.Of(birthPath), (ulong)birth);

    /// <summary>How many changes of its names there were; tells them apart in crash decisions.</summary>
    public int NameChanges { get; set; }

    /// <summary>The last flush of a directory that settled a change of its names.</summary>
    public long SettledBy { get; set; }

    /// <summary>The directory in which it is durably, or null.</summary>
    public DirectoryNode? DurableParent { get; set; }

    /// <summary>Its durable name in that directory.</summary>
    public string? DurableName { get; set; }
}

namespace Sim.Simulation.Disks;

/// <summary>A directory: the names as programs see them, and those that a crash would find if it dropped every unsettled change.</summary>
internal sealed class DirectoryNode(string birthPath, int birth) : Node(birthPath, birth)
{
    /// <summary>The last flush of a directory that settled its deletion.</summary>
    public long RemovedBy { get; set; }

    // Both are looked up only, or sorted before anything is made of their order.
    public Dictionary<string, Node> Current { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Node> Durable { get; } = new(StringComparer.Ordinal);
}

namespace Sim.Simulation.Disks;

/// <summary>One change of names: a creation has a target only, a deletion a source only, a rename both.</summary>
internal sealed class NameChange(long number, long order, Node node, DirectoryNode? source, string? sourceName, DirectoryNode? target, string? targetName)
{
    public long Number { get; } = number;

    /// <summary>Its place among all changes of the disk, of bytes too.</summary>
    public long Order { get; } = order;

    public Node Node { get; } = node;

    /// <summary>Which of the node's changes of names this is.</summary>
    public int Ordinal { get; init; } = node.NameChanges++;

    public DirectoryNode? Source { get; } = source;

    public string? SourceName { get; } = sourceName;

    public DirectoryNode? Target { get; } = target;

    public string? TargetName { get; } = targetName;

    /// <summary>True once a crash cannot undo it.</summary>
    public bool IsSettled { get; set; }

    /// <summary>True for the deletion of a directory, which must have been empty by then.</summary>
    public bool IsRemoval => Target is null && Node is DirectoryNode;

    /// <summary>The directory whose flush settles it.</summary>
    public DirectoryNode Home => Target ?? Source!;

    /// <summary>Makes the change in the durable names.</summary>
    public void Apply()
    {
        // A node has one durable name. So a deletion of a name that was never durable does nothing, and a later name replaces the earlier.
        var parent = Node.DurableParent;
        if (Target is null)
        {
            if (parent == Source && Node.DurableName == SourceName)
            {
                Unlink();
            }

            return;
        }

        if (Node is DirectoryNode moved && IsWithin(Target, moved))
        {
            return;
        }

        Unlink();
        if (Target.Durable.TryGetValue(TargetName!, out var replaced))
        {
            replaced.DurableParent = null;
            replaced.DurableName = null;
        }

        Target.Durable[TargetName!] = Node;
        Node.DurableParent = Target;
        Node.DurableName = TargetName;
    }

    private static bool IsWithin(DirectoryNode? directory, DirectoryNode ancestor)
    {
        // Two renames of directories into each other, of which a crash kept a part: no file system leaves a ring, so the later is dropped.
        for (var at = directory; at is not null; at = at.DurableParent)
        {
            if (at == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    private void Unlink()
    {
        if (Node.DurableParent is { } parent)
        {
            parent.Durable.Remove(Node.DurableName!);
            Node.DurableParent = null;
            Node.DurableName = null;
        }
    }
}

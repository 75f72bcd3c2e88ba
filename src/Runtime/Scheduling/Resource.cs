using Sim.Runtime.Randomness;

namespace Sim.Runtime.Scheduling;

/// <summary>
/// Something that tasks share: a lock, a file, a queue, a variable. Two resources of the same name are the same resource to a
/// scheduling strategy.
/// </summary>
public sealed class Resource
{
    /// <summary>The resource of a scheduling point that touches nothing shared.</summary>
    public static readonly Resource None = new("none");

    /// <summary>A resource with this name, which should be the same from run to run.</summary>
    public Resource(string name)
    {
        Name = name;
        Key = StableHash.Of(name);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>A hash of the name, the same in every process.</summary>
    public ulong Key { get; }

    /// <summary>
    /// Whether this is plain data: a variable, which two tasks must not touch at once unless something orders them. Where a simulated world
    /// looks for data races, it looks at points that name such resources. A lock, an event, a queue, a file is none: touching those at once
    /// is what they are for.
    /// </summary>
    public bool IsData { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

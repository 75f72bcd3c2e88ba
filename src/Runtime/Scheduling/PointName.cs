using Sim.Runtime.Randomness;

namespace Sim.Runtime.Scheduling;

/// <summary>
/// The name of a kind of scheduling point, such as <c>flush.capture</c>. Recorded schedules refer to points by name, so a name stays
/// what it is when code moves. Create each once, in a static field.
/// </summary>
public sealed class PointName
{
    /// <summary>A point name: lower-case words joined by dots and dashes.</summary>
    public PointName(string name)
    {
        Name = name;
        Key = StableHash.Of(name);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>A hash of the name, the same in every process.</summary>
    public ulong Key { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

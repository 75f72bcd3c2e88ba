using Sim.Runtime.Randomness;

namespace Sim.Runtime.Scheduling;

/// <summary>
/// The name of a path through a program that is taken rarely, such as <c>optimizer.cancelled</c>, so that somebody can ask which of them a test has ever
/// taken. Create each once, in a static field.
/// </summary>
public sealed class RarePath
{
    /// <summary>A path's name: lower-case words joined by dots and dashes.</summary>
    public RarePath(string name)
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

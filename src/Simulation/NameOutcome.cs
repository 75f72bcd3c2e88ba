namespace Sim.Simulation;

/// <summary>What a crash has made of one change of a name: a creation, a rename or a deletion.</summary>
/// <param name="CreatedAs">The path under which the file or directory was created, without a leading '/'.</param>
/// <param name="Creation">Which of those that were created there, from 1 on.</param>
/// <param name="Change">Which of the changes of its names, from 0 on, which is its creation.</param>
/// <param name="IsKept">Whether the change has happened.</param>
public sealed record NameOutcome(string CreatedAs, int Creation, int Change, bool IsKept)
{
    /// <summary>The directory that it belongs to, for people.</summary>
    public string? Directory { get; init; }

    /// <summary>The new name in that directory, for people; null for a deletion.</summary>
    public string? Name { get; init; }
}

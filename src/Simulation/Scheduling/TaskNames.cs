namespace Sim.Simulation.Scheduling;

/// <summary>Names of tasks.</summary>
internal static class TaskNames
{
    /// <summary>What is left of a name when it loses its numbers: those of segments and shards, and the one that tells it from an earlier task of the same name.</summary>
    public static string WithoutNumbers(string name) => new([.. name.Where(c => !char.IsAsciiDigit(c) && c != '#')]);
}

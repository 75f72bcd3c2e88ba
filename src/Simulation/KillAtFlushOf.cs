namespace Sim.Simulation;

/// <summary>
/// Kills a run just before a flush of a file with such a name. One file, such as a log, may be flushed far more often than all others together, and kills spread over all flushes
/// fall to it.
/// </summary>
/// <param name="Name">How the file's name begins, without the directory.</param>
/// <param name="Visit">Which of those flushes, from 1 on, counted since the rule was armed.</param>
public sealed record KillAtFlushOf(string Name, long Visit) : KillRule
{
    /// <summary>True when the file at this path is meant.</summary>
    public bool IsOf(string path) => path.AsSpan(path.LastIndexOf('/') + 1).StartsWith(Name, StringComparison.Ordinal);
}

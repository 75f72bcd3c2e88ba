namespace Sim.Contracts.Results;

/// <summary>What became of an operation.</summary>
/// <param name="Status">Whether it was applied, logged, or refused.</param>
/// <param name="Reason">Why it was refused, naming the point; null otherwise.</param>
public sealed record UpdateResult(UpdateStatus Status, string? Reason = null)
{
    /// <summary>
    /// Where it is in the logs, in the order of the shards. A shard in which it has nothing to do has no part; one that was refused has none at all.
    /// </summary>
    public ValueList<LoggedPart> Parts { get; init; } = [];
}

namespace Sim.Simulator.Oracles;

/// <summary>The oracles by name, each with what it promises and what it does not look at.</summary>
internal static class OracleNames
{
    /// <summary>Reads against the model.</summary>
    public const string Reads = "reads";

    /// <summary>What an update answers.</summary>
    public const string Updates = "updates";

    /// <summary>The state after a restart or a crash.</summary>
    public const string Recovery = "recovery";

    /// <summary>What a snapshot holds.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>Who may open a directory.</summary>
    public const string Exclusive = "exclusive";
    /// <summary>The bytes of the files after a kill or a close.</summary>
    public const string Files = "files";

    /// <summary>Tasks that wait for each other.</summary>
    public const string Deadlock = "deadlock";

    /// <summary>Work that does not end.</summary>
    public const string Livelock = "livelock";

    /// <summary>Background work that is never done.</summary>
    public const string Convergence = "convergence";

    /// <summary>How much of what there is to find approximate searches find.</summary>
    public const string Recall = "recall";

    /// <summary>An exception that nobody expected.</summary>
    public const string Exception = "exception";

    /// <summary>Name and promise of each, for the command line.</summary>
    public static IReadOnlyList<(string Name, string Promise)> All { get; } =
    [
        (Reads, "search, scroll, count, retrieve, ordered scroll, facet and the bounds of estimates answer as the model does; not: reads while an unawaited update is under way, beyond what each id may be"),
        (Updates, "a valid update is completed or acknowledged as asked for; not: how long it takes"),
        (Recovery, "each shard recovers to the model at one operation, at or after the last durable one; not: which one, among several that look alike"),
        (Snapshot, "a restored snapshot has each shard as the model was at one operation while it was made; not: the same moment in all shards"),
        (Exclusive, "a directory that a collection has open is not opened again; not: by another process, which there is none of here"),
        (Files, "what a kill or a close leaves on disk is whole, or opening can repair it; not: whether the log has lost its end as a whole"),
        (Deadlock, "some task can always go on or a timer will fire; not: starvation"),
        (Livelock, "an incarnation ends within its step budget; not: progress short of that"),
        (Convergence, "once writes stop, the optimizer runs out of work; not: how good the segments are"),
        (Recall, "over a whole soak, approximate searches find no smaller share of the best points than the profile says; not: any single search"),
        (Exception, "no exception leaves a task; not: errors that are handled inside"),
    ];
}

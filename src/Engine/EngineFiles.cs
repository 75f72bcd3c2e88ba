namespace Sim.Engine;

/// <summary>The kinds of file that a collection writes and flushes, by how their names begin; a snapshot is named by who asks for it.</summary>
public static class EngineFiles
{
    /// <summary>All of them, in the order of their names. A file whose name begins so may have a number after it, and be one that takes the place of another.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "columns", "deletions", "end", "field-", "graph-", "manifest", "mapping", "payloads", "points", "restoring", "schema", "start", "state", "vectors", "versions", "wal-",
    ];
}

namespace Sim.Engine;

/// <summary>How a collection works; may differ from one opening to the next.</summary>
public sealed record CollectionOptions
{
    /// <summary>What the names of its tasks and locks begin with, so that those of several open collections can be told apart.</summary>
    public string Name { get; init; } = "";

    /// <summary>The time between two flushes of a shard.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>When operations become durable.</summary>
    public Durability Durability { get; init; } = Durability.GroupCommit;

    /// <summary>
    /// With <see cref="Durability.GroupCommit"/>: for how long, on the runtime's clock, the flush of the log may at most be put off so that more operations
    /// share it. It begins earlier when as many operations wait as shared the last one. Zero does not put it off: then those share a flush that
    /// come while the one before is under way.
    /// </summary>
    public TimeSpan CommitWindow { get; init; } = TimeSpan.Zero;

    /// <summary>An appendable segment with this many points is made into an immutable one; at least 1.</summary>
    public int IndexingThreshold { get; init; } = 20_000;

    /// <summary>With more immutable segments than this in a shard, the smallest are merged; at least 1.</summary>
    public int MaxSegments { get; init; } = 8;

    /// <summary>
    /// A segment that has ever had at least <see cref="VacuumMinPoints"/> points, of which more than this many in a hundred are deleted, is made anew without them;
    /// from 0 to 100.
    /// </summary>
    public int VacuumDeletedPercent { get; init; } = 20;

    /// <summary>How many points a segment must have had for its deleted ones to matter; at least 1.</summary>
    public int VacuumMinPoints { get; init; } = 1_000;

    /// <summary>
    /// The files of an appendable segment are rewritten with its live points alone when they hold at least this many records, and more than twice as many as
    /// those take; at least 1.
    /// </summary>
    public int CompactionMinRecords { get; init; } = 4_096;

    /// <summary>
    /// An immutable segment with at least this many points that have a vector gets an index over that vector when it is built; at least 1. Below, approximate
    /// searches scan, and are exact.
    /// </summary>
    public int HnswThreshold { get; init; } = 10_000;

    /// <summary>How many neighbours a point of an index is linked to when it is inserted (M of the paper); from 2 to 100.</summary>
    public int HnswLinks { get; init; } = 16;

    /// <summary>How many candidates are kept while a point's neighbours are looked for (efConstruction of the paper); at least 1.</summary>
    public int HnswBuildWidth { get; init; } = 128;

    /// <summary>A file of the log that has grown to this many bytes is followed by a new one; at least 1.</summary>
    public int WalSegmentBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many points of one operation are changed in one lock round; at least 1.</summary>
    public int UpdateChunk { get; init; } = 32;

    /// <summary>How many operations of a shard may wait to be applied; at least 1.</summary>
    public int QueueCapacity { get; init; } = 1_000;

    /// <summary>
    /// How long the log's flush may be put off for an operation that must be durable before it is applied; null for an operation that need not be.
    /// </summary>
    internal TimeSpan? CommitWindowFor(bool wait) => Durability switch
    {
        Durability.GroupCommit => wait ? CommitWindow : null,
        Durability.EveryOperation => TimeSpan.Zero,
        Durability.Background => null,
    };
}

using Sim.Engine;

namespace Sim.Simulator.Workload;

/// <summary>The engine's options, in the units of a corpus file.</summary>
/// <param name="FlushIntervalMilliseconds">The virtual time from the end of one background flush to the start of the next.</param>
/// <param name="IndexingThreshold">How many points in an appendable segment make the optimizer convert it.</param>
/// <param name="MaxSegments">How many immutable segments a shard may have before the optimizer merges.</param>
/// <param name="WalSegmentBytes">The size at which a log file is closed and the next one begun.</param>
/// <param name="UpdateChunk">How many points are changed in one round of locks.</param>
/// <param name="QueueCapacity">How many operations may wait to be applied.</param>
/// <param name="StepMicroseconds">How much virtual time a scheduling step takes; with 0, time stands still while any task can run.</param>
internal sealed record PlanOptions(
    int FlushIntervalMilliseconds,
    int IndexingThreshold,
    int MaxSegments,
    int WalSegmentBytes,
    int UpdateChunk,
    int QueueCapacity,
    int StepMicroseconds)
{
    private static readonly CollectionOptions Default = new();

    /// <summary>When operations become durable.</summary>
    public Durability Durability { get; init; }

    /// <summary>For how long a flush of the log may be put off so that more operations share it.</summary>
    public int CommitWindowMilliseconds { get; init; }

    /// <summary>How many points in a hundred are deleted in a segment that is made anew without them.</summary>
    public int VacuumDeletedPercent { get; init; } = 20;

    /// <summary>How many points such a segment has had.</summary>
    public int VacuumMinPoints { get; init; } = 1_000;

    /// <summary>How many records the files of an appendable segment have before they may be compacted.</summary>
    public int CompactionMinRecords { get; init; } = 4_096;

    /// <summary>How many points with a vector an immutable segment needs to get an index over it.</summary>
    public int HnswThreshold { get; init; } = Default.HnswThreshold;

    /// <summary>How many neighbours a point of an index is linked to.</summary>
    public int HnswLinks { get; init; } = Default.HnswLinks;

    /// <summary>How many candidates are kept while a point's neighbours are looked for.</summary>
    public int HnswBuildWidth { get; init; } = Default.HnswBuildWidth;

    /// <summary>The options that the collection is opened with.</summary>
    public CollectionOptions ToCollectionOptions() => new()
    {
        FlushInterval = TimeSpan.FromMilliseconds(FlushIntervalMilliseconds),
        IndexingThreshold = IndexingThreshold,
        MaxSegments = MaxSegments,
        WalSegmentBytes = WalSegmentBytes,
        UpdateChunk = UpdateChunk,
        QueueCapacity = QueueCapacity,
        HnswThreshold = HnswThreshold,
        HnswLinks = HnswLinks,
        HnswBuildWidth = HnswBuildWidth,
        Durability = Durability,
        CommitWindow = TimeSpan.FromMilliseconds(CommitWindowMilliseconds),
        VacuumDeletedPercent = VacuumDeletedPercent,
        VacuumMinPoints = VacuumMinPoints,
        CompactionMinRecords = CompactionMinRecords,
    };
}

using Sim.Runtime.Scheduling;

namespace Sim.Engine;

/// <summary>The scheduling points of the engine that are neither locks nor files: places between two steps of a long process.</summary>
public static class EnginePoints
{
    /// <summary>Between two rounds of locks of one operation.</summary>
    public static readonly PointName UpdateChunk = new("update.chunk");

    /// <summary>A moved point is in its destination and not yet deleted in its source; both are locked.</summary>
    public static readonly PointName UpdateMoved = new("update.moved");

    /// <summary>Every segment is locked for reading, nothing is captured yet.</summary>
    public static readonly PointName FlushCapture = new("flush.capture");

    /// <summary>One segment of a flush is durable, the next is not.</summary>
    public static readonly PointName FlushNext = new("flush.next");

    /// <summary>Every segment of a flush is durable; the log still holds what they cover.</summary>
    public static readonly PointName FlushDone = new("flush.done");

    /// <summary>The optimizer has prepared its proxies and not frozen them.</summary>
    public static readonly PointName OptimizerPrepared = new("optimizer.prepared");

    /// <summary>The proxies are published; the optimizer copies the next part of the wrapped segments.</summary>
    public static readonly PointName OptimizerCopy = new("optimizer.copy");

    /// <summary>The new segment is built and whole on disk, and not yet part of the shard.</summary>
    public static readonly PointName OptimizerBuilt = new("optimizer.built");

    /// <summary>The vectors of the new segment are on disk; the optimizer inserts the next points into the index over them.</summary>
    public static readonly PointName OptimizerIndex = new("optimizer.index");

    /// <summary>The new segment has taken the place of the old ones.</summary>
    public static readonly PointName OptimizerSwapped = new("optimizer.swapped");

    /// <summary>Recovery has loaded the segments and replays the next operation.</summary>
    public static readonly PointName RecoveryReplay = new("recovery.replay");

    /// <summary>A snapshot has prepared its proxies and not frozen them.</summary>
    public static readonly PointName SnapshotPrepared = new("snapshot.prepared");

    /// <summary>A snapshot copies the next segment; those before it take changes again.</summary>
    public static readonly PointName SnapshotCopy = new("snapshot.copy");

    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<PointName> All { get; } =
    [
        FlushCapture, FlushDone, FlushNext, OptimizerBuilt, OptimizerCopy, OptimizerIndex, OptimizerPrepared, OptimizerSwapped, RecoveryReplay, SnapshotCopy, SnapshotPrepared,
        UpdateChunk, UpdateMoved,
    ];
}

namespace Sim.Engine.Defects;

/// <summary>
/// Historic defects that can be put back into the engine, to prove that the simulator finds them. docs/defects.md tells their
/// stories. Only the engine looks at them, each at the place where the mistake was made.
/// </summary>
internal enum Defect
{
    /// <summary>Each segment is flushed by a task of its own, so a source may be durable before the destination of its moves.</summary>
    FlushSegmentsConcurrently,

    /// <summary>A proxy copies the deleted mask when it is made, not when it has been frozen under the holder's write lock.</summary>
    SnapshotDeletedMaskBeforeFreeze,

    /// <summary>A flush locks, captures and writes one segment after the other, so that a move slips in between two of them.</summary>
    FlushLocksSegmentsOneByOne,

    /// <summary>A flush writes appendable segments before others, whatever moved from where to where.</summary>
    FlushOrderStaticInsteadOfTopological,

    /// <summary>Point versions are durable before the data that they vouch for.</summary>
    FlushVersionsBeforeData,

    /// <summary>A flush claims the operation that is being applied while it captures.</summary>
    FlushClaimsInFlightOperation,

    /// <summary>Replaced segments are destroyed when they are replaced, although points that moved out of them exist in memory only.</summary>
    DropSourcesAtSwap,

    /// <summary>An optimization that is undone forgets what its proxies have noted.</summary>
    UnwrapProxyWithoutPropagation,

    /// <summary>A proxy's deletions are carried over at the version that the segment already has, so that nothing looks changed.</summary>
    PropagateDeletesAtSegmentVersion,

    /// <summary>What a crash has left of a batch of mapping records stays in the file, and later records follow it.</summary>
    TornMappingTailKept,

    /// <summary>A proxy's deletions are carried over while an operation is under way.</summary>
    PropagateWithoutUpdatesLock,

    /// <summary>Each segment is captured just before it is written, so that one flush holds several moments.</summary>
    CaptureFlushersLazily,

    /// <summary>A deletion reaches only the newest copy of a point.</summary>
    DeleteOnlyNewestVersion,

    /// <summary>A change of a point leaves its older copies where they are.</summary>
    UpdateKeepsOldVersions,

    /// <summary>What a cancelled optimization has built stays on disk.</summary>
    LeaveCancelledOptimizedSegment,

    /// <summary>Reads visit appendable segments first, so that a point that moves meanwhile is in none of the places they look.</summary>
    ReadAppendableFirst,

    /// <summary>A point whose version never reached the disk is kept as if it had version 0.</summary>
    VersionlessPointTreatedAsZero,

    /// <summary>A shard serves while it still replays its log.</summary>
    ServeBeforeReplayDone,

    /// <summary>A flush locks appendable segments first, a move locks them last.</summary>
    FlushLocksAppendableFirst,

    /// <summary>A change that comes while the optimizer is about to wait does not wake it.</summary>
    OptimizerLostWakeup,

    /// <summary>A flush asks the proxy, not the segment behind it, whether it is appendable.</summary>
    FlushOrderUsesProxyFlag,

    /// <summary>A flush forgets a pending value that was changed again while it was being written.</summary>
    ReconcileDropsNewerPending,

    /// <summary>Replaced segments are destroyed as soon as their replacement is durable, although moves out of them may not be.</summary>
    RetireAtOptimizedVersionOnly,

    /// <summary>A snapshot flushes the segments before it freezes them, so that what was written in between is in neither segments nor log.</summary>
    SnapshotFlushBeforeProxy,

    /// <summary>A merge copies points without looking at which of them are deleted.</summary>
    MergeIgnoresTombstones,

    /// <summary>The creation of an index flushes one segment by itself, before the destinations of its moves.</summary>
    IndexBuildFlushesSegmentAlone,

    /// <summary>A segment's state names a new index before the index is durable.</summary>
    IndexConfigDurableFirst,

    /// <summary>An index that is dropped between capture and writing ends the flush of its segment half way, and the pass counts it as done.</summary>
    DroppedIndexAbortsSegmentFlush,

    /// <summary>Loading makes the indexes of an appendable segment with the payloads of points that are gone.</summary>
    RepairIgnoresUnmappedSlots,

    /// <summary>The log has operations with their conditions, which replay settles again, on another state.</summary>
    WalStoresFilters,

    /// <summary>A point that is moved loses its payload. Not historic: long soaks look for it beside their work, to prove that they can find anything.</summary>
    Canary,
}

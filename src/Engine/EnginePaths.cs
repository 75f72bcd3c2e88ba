using Sim.Runtime.Scheduling;

namespace Sim.Engine;

/// <summary>The paths through the engine that are taken rarely.</summary>
public static class EnginePaths
{
    /// <summary>Two operations share one flush of the log.</summary>
    public static readonly RarePath CommitShared = new("commit.shared");

    /// <summary>A flush adds to the files of an appendable segment that an earlier one has written.</summary>
    public static readonly RarePath FlushAppends = new("flush.appends");

    /// <summary>A flush writes the files of an appendable segment anew, with what is alive alone.</summary>
    public static readonly RarePath FlushCompaction = new("flush.compaction");

    /// <summary>A flush destroys the files of a segment that has been replaced.</summary>
    public static readonly RarePath FlushDestroys = new("flush.destroys");

    /// <summary>An optimization is undone after its proxies were published.</summary>
    public static readonly RarePath OptimizerCancelled = new("optimizer.cancelled");

    /// <summary>Deletions that proxies have noted are carried over to the segment that replaces what they wrap.</summary>
    public static readonly RarePath OptimizerCarriesDeletions = new("optimizer.carries-deletions");

    /// <summary>The optimizer removes a segment without live points.</summary>
    public static readonly RarePath OptimizerDropsEmpty = new("optimizer.drops-empty");

    /// <summary>The optimizer makes an appendable segment that has grown large into an immutable one.</summary>
    public static readonly RarePath OptimizerIndexes = new("optimizer.indexes");

    /// <summary>The optimizer brings the number of appendable segments down.</summary>
    public static readonly RarePath OptimizerJoinsAppendables = new("optimizer.joins-appendables");

    /// <summary>The optimizer brings the number of immutable segments down.</summary>
    public static readonly RarePath OptimizerMerges = new("optimizer.merges");

    /// <summary>Nothing of what the optimizer was to copy is alive any more.</summary>
    public static readonly RarePath OptimizerNothingLeft = new("optimizer.nothing-left");

    /// <summary>The optimizer makes a segment anew of which a good part is dead.</summary>
    public static readonly RarePath OptimizerVacuums = new("optimizer.vacuums");

    /// <summary>Proxies have to wait for a flush of moves out of segments that are appendable again.</summary>
    public static readonly RarePath ProxyFlushesMoves = new("proxy.flushes-moves");

    /// <summary>A proxy that has noted changes is taken out again.</summary>
    public static readonly RarePath ProxyUndoneWithChanges = new("proxy.undone-with-changes");

    /// <summary>Opening cuts off what a crash has left of a batch of records.</summary>
    public static readonly RarePath RecoveryCutsTail = new("recovery.cuts-tail");

    /// <summary>Opening drops the older copy of a point that two segments have.</summary>
    public static readonly RarePath RecoveryDropsOlderCopy = new("recovery.drops-older-copy");

    /// <summary>Opening drops a point of which a crash has left a part.</summary>
    public static readonly RarePath RecoveryDropsPoint = new("recovery.drops-point");

    /// <summary>Opening removes a directory that a segment being made or destroyed has left.</summary>
    public static readonly RarePath RecoveryRemovesDirectory = new("recovery.removes-directory");

    /// <summary>A snapshot copies a segment that an optimization has wrapped.</summary>
    public static readonly RarePath SnapshotOfWrapped = new("snapshot.of-wrapped");

    /// <summary>An update deletes an older copy of a point that it meets.</summary>
    public static readonly RarePath UpdateDropsOlderCopy = new("update.drops-older-copy");

    /// <summary>An update moves a point out of an appendable segment that is wrapped: both ends may be appendable soon.</summary>
    public static readonly RarePath UpdateLeavesAppendable = new("update.leaves-appendable");

    /// <summary>An operation that is being replayed passes over a point that has it already.</summary>
    public static readonly RarePath UpdatePassesOver = new("update.passes-over");

    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<RarePath> All { get; } =
    [
        CommitShared, FlushAppends, FlushCompaction, FlushDestroys, OptimizerCancelled, OptimizerCarriesDeletions, OptimizerDropsEmpty, OptimizerIndexes,
        OptimizerJoinsAppendables, OptimizerMerges, OptimizerNothingLeft, OptimizerVacuums, ProxyFlushesMoves, ProxyUndoneWithChanges, RecoveryCutsTail,
        RecoveryDropsOlderCopy, RecoveryDropsPoint, RecoveryRemovesDirectory, SnapshotOfWrapped, UpdateDropsOlderCopy, UpdateLeavesAppendable, UpdatePassesOver,
    ];

    /// <summary>Those that are taken while a collection is being opened, most of them only then.</summary>
    public static IReadOnlyList<RarePath> OfOpening { get; } =
        [RecoveryCutsTail, RecoveryDropsOlderCopy, RecoveryDropsPoint, RecoveryRemovesDirectory, UpdateDropsOlderCopy, UpdatePassesOver];
}

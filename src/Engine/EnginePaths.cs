using Sim.Runtime.Scheduling;

namespace Sim.Engine;

/// <summary>The paths through the engine that are taken rarely.</summary>
public static class EnginePaths
{
    /// <summary>Two operations share one flush of the log.</summary>
    public static readonly RarePath CommitShared = new("commit.shared");

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

    /// <summary>A proxy that has noted changes is taken out again.</summary>
    public static readonly RarePath ProxyUndoneWithChanges = new("proxy.undone-with-changes");

    /// <summary>A snapshot copies a segment that an optimization has wrapped.</summary>
    public static readonly RarePath SnapshotOfWrapped = new("snapshot.of-wrapped");

    /// <summary>An update deletes an older copy of a point that it meets.</summary>
    public static readonly RarePath UpdateDropsOlderCopy = new("update.drops-older-copy");

    /// <summary>An operation that is being replayed passes over a point that has it already.</summary>
    public static readonly RarePath UpdatePassesOver = new("update.passes-over");

    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<RarePath> All { get; } =
    [
        CommitShared, FlushCompaction, FlushDestroys, OptimizerCancelled, OptimizerCarriesDeletions, OptimizerDropsEmpty, OptimizerIndexes,
        OptimizerJoinsAppendables, OptimizerMerges, OptimizerNothingLeft, OptimizerVacuums, ProxyUndoneWithChanges, SnapshotOfWrapped,
        UpdateDropsOlderCopy, UpdatePassesOver,
    ];
}

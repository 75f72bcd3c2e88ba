using Sim.Contracts;

namespace Sim.Engine.Verification;

/// <summary>What the files of a collection are worth.</summary>
public sealed record VerificationReport
{
    /// <summary>False when the directory is not a collection, nor what a crash can leave of one that was being created.</summary>
    public required bool IsCollection { get; init; }

    /// <summary>True when every shard's log has the mark that closing in order leaves.</summary>
    public required bool IsClosed { get; init; }

    /// <summary>What was found, in the order in which the files were read.</summary>
    public required ValueList<Finding> Findings { get; init; }

    /// <summary>How many shards were read.</summary>
    public required int Shards { get; init; }

    /// <summary>How many segments were read.</summary>
    public required int Segments { get; init; }

    /// <summary>How many files were read.</summary>
    public required int Files { get; init; }

    /// <summary>How many bytes they have.</summary>
    public required long Bytes { get; init; }

    /// <summary>How many points the segments have, each id once.</summary>
    public required long Points { get; init; }

    /// <summary>How many operations the logs have that still count.</summary>
    public required long Operations { get; init; }

    /// <summary>How many files the logs have that still count.</summary>
    public required int LogFiles { get; init; }

    /// <summary>The worst severity found; null when nothing was found.</summary>
    public FindingSeverity? Worst => Findings.Count == 0 ? null : Findings.Max(finding => finding.Severity);
}

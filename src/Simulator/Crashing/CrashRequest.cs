using Sim.Contracts;
using Sim.Runtime.Randomness;

namespace Sim.Simulator.Crashing;

/// <summary>What <see cref="CrashRunner"/> is to do.</summary>
internal sealed record CrashRequest
{
    /// <summary>Where the sessions begin.</summary>
    public required Seed Seed { get; init; }

    /// <summary>How many kills there are.</summary>
    public required int Kills { get; init; }

    /// <summary>How long to go on at the most; null for no limit.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How many clients write at once.</summary>
    public required int Clients { get; init; }

    /// <summary>The number of shards; null to draw it for each session.</summary>
    public int? Shards { get; init; }

    /// <summary>The defect switches that are on.</summary>
    public required ValueList<string> Defects { get; init; }

    /// <summary>The directory on the disk to test. Each session has one of its own in it, and leaves it there only when it fails.</summary>
    public required string Directory { get; init; }
}

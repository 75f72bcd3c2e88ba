using Sim.Contracts;

namespace Sim.Simulator.Crashing;

/// <summary>What a child is to do.</summary>
/// <param name="Directory">The collection's directory.</param>
/// <param name="Session">The seed of the session.</param>
/// <param name="Shards">The number of shards; null to draw it.</param>
/// <param name="Round">The number of the child in the session; its random streams differ.</param>
/// <param name="Done">For each client how many operations of its script are behind it.</param>
/// <param name="Defects">The defect switches that are on.</param>
internal sealed record CrashChildRequest(string Directory, ulong Session, int? Shards, int Round, IReadOnlyList<int> Done, ValueList<string> Defects)
{
    /// <summary>Where it makes its snapshots: a file beside the directory, which each replaces.</summary>
    public string SnapshotPath => SnapshotOf(Directory);

    /// <summary>Where the snapshots of the collection in a directory are made.</summary>
    public static string SnapshotOf(string directory) => $"{directory}.snapshot";
}

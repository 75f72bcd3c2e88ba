using System.Text.Json.Nodes;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Corpus;

/// <summary>Writes and reads when segments are rid of what is dead in them, as members of the options; left out where they are the engine's own.</summary>
internal static class UpkeepJson
{
    /// <summary>The names of the members, for those that read the object.</summary>
    public static readonly string[] Members = ["vacuumDeletedPercent?", "vacuumMinPoints?", "compactionMinRecords?"];

    /// <summary>Adds the members.</summary>
    public static void AddTo(JsonObject node, PlanOptions options)
    {
        if (options.VacuumDeletedPercent != 20)
        {
            node["vacuumDeletedPercent"] = options.VacuumDeletedPercent;
        }

        if (options.VacuumMinPoints != 1_000)
        {
            node["vacuumMinPoints"] = options.VacuumMinPoints;
        }

        if (options.CompactionMinRecords != 4_096)
        {
            node["compactionMinRecords"] = options.CompactionMinRecords;
        }
    }

    /// <summary>These options with what the members say.</summary>
    public static PlanOptions ReadInto(IReadOnlyDictionary<string, JsonPlace> members, PlanOptions options) => options with
    {
        VacuumDeletedPercent = members.TryGetValue("vacuumDeletedPercent", out var percent) ? percent.Int(0, 100) : options.VacuumDeletedPercent,
        VacuumMinPoints = members.TryGetValue("vacuumMinPoints", out var points) ? points.Int(1, int.MaxValue) : options.VacuumMinPoints,
        CompactionMinRecords = members.TryGetValue("compactionMinRecords", out var records) ? records.Int(1, int.MaxValue) : options.CompactionMinRecords,
    };
}

using System.Text.Json.Nodes;
using Sim.Engine;

namespace Sim.Simulator.Corpus;

/// <summary>Writes and reads when operations become durable, as members of a larger object; left out where they are the usual.</summary>
internal static class DurabilityJson
{
    /// <summary>The names of the members, for those that read the object.</summary>
    public static readonly string[] Members = ["durability?", "commitWindowMs?"];

    /// <summary>Adds the members.</summary>
    public static void AddTo(JsonObject node, Durability durability, int windowMilliseconds)
    {
        if (durability != Durability.GroupCommit)
        {
            node["durability"] = NameOf(durability);
        }

        if (windowMilliseconds != 0)
        {
            node["commitWindowMs"] = windowMilliseconds;
        }
    }

    /// <summary>Reads the members.</summary>
    public static (Durability Durability, int WindowMilliseconds) ReadFrom(IReadOnlyDictionary<string, JsonPlace> members) => (
        members.TryGetValue("durability", out var name) ? Read(name) : Durability.GroupCommit,
        members.TryGetValue("commitWindowMs", out var window) ? window.Int(0, int.MaxValue) : 0);

    private static string NameOf(Durability durability) => durability switch
    {
        Durability.GroupCommit => "group-commit",
        Durability.EveryOperation => "every-operation",
        Durability.Background => "background",
    };

    private static Durability Read(JsonPlace place)
    {
        var name = place.Text();
        foreach (var durability in Enum.GetValues<Durability>())
        {
            if (NameOf(durability) == name)
            {
                return durability;
            }
        }

        throw place.Error($"'{name}' is not a durability");
    }
}

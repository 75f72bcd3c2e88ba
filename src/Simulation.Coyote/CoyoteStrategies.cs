using System.Diagnostics.CodeAnalysis;
using Sim.Runtime.Randomness;

namespace Sim.Simulation.Coyote;

/// <summary>Makes strategies of Coyote's by name.</summary>
public static class CoyoteStrategies
{
    /// <summary>The names, in the order to list them in.</summary>
    public static IReadOnlyList<string> Usages { get; } = [.. Enum.GetValues<CoyoteExploration>().Select(NameOf)];

    /// <summary>Makes the strategy of this name; false when there is none.</summary>
    public static bool TryCreate(string name, Seed seed, [NotNullWhen(true)] out CoyoteStrategy? strategy)
    {
        foreach (var exploration in Enum.GetValues<CoyoteExploration>())
        {
            if (NameOf(exploration) == name)
            {
                strategy = new CoyoteStrategy(exploration, seed);
                return true;
            }
        }

        strategy = null;
        return false;
    }

    internal static string NameOf(CoyoteExploration exploration) => exploration switch
    {
        CoyoteExploration.Random => "coyote-random",
        CoyoteExploration.Prioritization => "coyote-pct",
        CoyoteExploration.FairPrioritization => "coyote-fairpct",
        CoyoteExploration.QLearning => "coyote-qlearning",
    };
}

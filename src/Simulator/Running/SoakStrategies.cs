using System.Diagnostics.CodeAnalysis;
using Sim.Runtime.Randomness;
#if COYOTE
using Sim.Simulation.Coyote;
#endif
using Sim.Simulation.Strategies;

namespace Sim.Simulator.Running;

/// <summary>Makes the strategies of this build by name: those of the simulated world, and Coyote's where the build has them.</summary>
internal static class SoakStrategies
{
    /// <summary>The strategy of which a soak gives some seeds to what the others have seldom reached.</summary>
    public const string Guided = "portfolio";

    /// <summary>How each strategy is written, in the order to list them in.</summary>
    public static IReadOnlyList<string> Usages { get; } = [.. StrategyCatalog.Usages, .. CoyoteUsages];

    /// <summary>How the strategies of Coyote's are written; none in a build without it.</summary>
    public static IReadOnlyList<string> CoyoteUsages =>
#if COYOTE
        CoyoteStrategies.Usages;
#else
        [];
#endif

    /// <summary>Makes the strategy of this name. Who asks for it disposes it, if it can be disposed.</summary>
    /// <param name="name">As in <see cref="Usages"/>.</param>
    /// <param name="seed">The seed of the world.</param>
    /// <param name="strategy">The strategy, when there is one.</param>
    /// <param name="problem">What is wrong with the name, as a sentence, when there is none.</param>
    public static bool TryCreate(
        string name, Seed seed, [NotNullWhen(true)] out IStrategy? strategy, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(name);
#if COYOTE
        if (CoyoteStrategies.TryCreate(name, seed, out var coyote))
        {
            (strategy, problem) = (coyote, null);
            return true;
        }
#else
        if (name.StartsWith("coyote-", StringComparison.Ordinal))
        {
            strategy = null;
            problem = $"'{name}' needs Microsoft Coyote, which this build leaves out; build with -p:Coyote=true, as README.md says.";
            return false;
        }
#endif
        return StrategyCatalog.TryCreate(name, seed, out strategy, out problem);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>Makes strategies by name.</summary>
public static class StrategyCatalog
{
    private const int DefaultDepth = 3;
    private const int DefaultExpectedSteps = 10_000;
    private const int DepthMax = 1_000;

    /// <summary>How each strategy is written, in the order to list them in.</summary>
    public static IReadOnlyList<string> Usages { get; } = ["random", "pct[:DEPTH[:STEPS]]", "round-robin", "base"];

    /// <summary>Makes the strategy of this name, drawing from the seed's stream "schedule".</summary>
    /// <param name="name">As in <see cref="Usages"/>.</param>
    /// <param name="seed">The seed of the world.</param>
    /// <param name="strategy">The strategy, when there is one.</param>
    /// <param name="problem">What is wrong with the name, as a sentence, when there is none.</param>
    public static bool TryCreate(
        string name, Seed seed, [NotNullWhen(true)] out IStrategy? strategy, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(name);
        strategy = null;
        problem = null;
        var parts = name.Split(':');
        if (parts[0] == "pct")
        {
            var depth = DefaultDepth;
            var expectedSteps = DefaultExpectedSteps;
            if (parts.Length > 3
                || (parts.Length > 1 && (!TryParse(parts[1], out depth) || depth > DepthMax))
                || (parts.Length > 2 && !TryParse(parts[2], out expectedSteps)))
            {
                problem = $"'{name}' should be pct:DEPTH:STEPS with a depth from 1 to {DepthMax} and a positive number of steps.";
                return false;
            }

            strategy = new PctStrategy(seed.Stream("schedule"), depth, expectedSteps);
            return true;
        }

        strategy = name switch
        {
            "random" => new RandomStrategy(seed.Stream("schedule")),
            "round-robin" => new RoundRobinStrategy(),
            "base" => new BaseStrategy(),
            _ => null,
        };
        if (strategy is null)
        {
            problem = $"There is no strategy '{name}'; there are: {string.Join(", ", Usages)}.";
        }

        return strategy is not null;
    }

    private static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}

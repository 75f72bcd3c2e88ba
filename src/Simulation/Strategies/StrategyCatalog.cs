using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>Makes strategies by name.</summary>
public static class StrategyCatalog
{
    /// <summary>After how many steps <see cref="PosStrategy"/> turns fair, unless it is told otherwise.</summary>
    internal const long FairAfterPos = 100_000;

    private const int DefaultDepth = 3;
    private const int DefaultDelays = 2;
    private const int DefaultExpectedSteps = 10_000;
    private const int DepthMax = 1_000;

    /// <summary>How each strategy is written, in the order to list them in.</summary>
    /// <remarks>
    /// The unfair ones (pct, delay, pos) turn to round robin after ten times the steps that they expect, or after 100,000; <c>fair</c> says
    /// after how many instead.
    /// </remarks>
    public static IReadOnlyList<string> Usages { get; } =
    [
        "portfolio", "random", "walk", "surw", "pct[:DEPTH[:STEPS]]", "pos", "delay[:DELAYS[:STEPS]]", "frontier", "aim:POINT+POINT", "fair:STEPS:STRATEGY", "round-robin", "base",
    ];

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
        var parts = name.Split(':', 3);
        if (parts[0] != "fair")
        {
            return TryCreatePlain(name, seed, isFair: true, out strategy, out problem);
        }

        if (parts.Length < 3 || !TryParse(parts[1], out var steps))
        {
            problem = $"'{name}' should be fair:STEPS:STRATEGY with a positive number of steps.";
            return false;
        }

        if (!TryCreatePlain(parts[2], seed, isFair: false, out var inner, out problem))
        {
            problem = $"'{name}' names no strategy to be fair after: {problem}";
            return false;
        }

        strategy = new FairSuffixStrategy(inner, steps);
        return true;
    }

    internal static long FairAfter(int expectedSteps) => expectedSteps * 10L;

    internal static FairSuffixStrategy Fair(IStrategy inner, long steps) => new(inner, steps) { IsImplied = true };

    private static bool TryCreatePlain(
        string name, Seed seed, bool isFair, [NotNullWhen(true)] out IStrategy? strategy, [NotNullWhen(false)] out string? problem)
    {
        strategy = null;
        problem = null;
        var parts = name.Split(':');
        if (parts[0] == "aim")
        {
            if (parts.Length != 2 || parts[1].Split('+') is not [{ Length: > 0 } standing, { Length: > 0 } coming])
            {
                problem = $"'{name}' should be aim:POINT+POINT: at which point a task is to stand while another comes to which.";
                return false;
            }

            strategy = new AimedStrategy(seed.Stream("schedule"), standing, coming);
            return true;
        }

        if (parts[0] is "pct" or "delay")
        {
            var isPct = parts[0] == "pct";
            var bound = isPct ? DefaultDepth : DefaultDelays;
            var expectedSteps = DefaultExpectedSteps;
            if (parts.Length > 3
                || (parts.Length > 1 && (!TryParse(parts[1], out bound) || bound > DepthMax))
                || (parts.Length > 2 && !TryParse(parts[2], out expectedSteps)))
            {
                problem = isPct
                    ? $"'{name}' should be pct:DEPTH:STEPS with a depth from 1 to {DepthMax} and a positive number of steps."
                    : $"'{name}' should be delay:DELAYS:STEPS with 1 to {DepthMax} delays and a positive number of steps.";
                return false;
            }

            var stream = seed.Stream("schedule");
            strategy = isPct ? new PctStrategy(stream, bound, expectedSteps) : new DelayBoundedStrategy(stream, bound, expectedSteps);
            strategy = isFair ? Fair(strategy, FairAfter(expectedSteps)) : strategy;
            return true;
        }

        strategy = name switch
        {
            "portfolio" => new PortfolioStrategy(seed.Stream("schedule")),
            "random" => new RandomStrategy(seed.Stream("schedule")),
            "surw" => new SelectiveWalkStrategy(seed.Stream("schedule")),
            "walk" => new UniformWalkStrategy(seed.Stream("schedule")),
            "pos" when isFair => Fair(new PosStrategy(seed.Stream("schedule")), FairAfterPos),
            "pos" => new PosStrategy(seed.Stream("schedule")),
            "frontier" => new FrontierStrategy(seed.Stream("schedule")),
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

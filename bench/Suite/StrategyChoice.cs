using System.Globalization;
using Sim.Bench.Programs;
using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;

namespace Sim.Bench.Suite;

/// <summary>A strategy of the suite. One that wants to know how many decisions a run has is told so for each program.</summary>
/// <param name="Name">As the catalog writes it; <c>{steps}</c> stands for the number of steps of a run.</param>
public sealed record StrategyChoice(string Name)
{
    private const string StepsMark = "{steps}";

    /// <summary>The usual ones that the catalog has.</summary>
    public static IReadOnlyList<StrategyChoice> Usual { get; } =
    [
        .. ((string[])["random", "pct:2:{steps}", "pct:3:{steps}", "pos", "delay:2:{steps}", "walk", "surw", "frontier", "portfolio"])
            .Select(name => new StrategyChoice(name))
            .Where(choice => StrategyCatalog.TryCreate(choice.NameFor(1), new Seed(1), out _, out _)),
    ];

    /// <summary>The name without the steps, for the head of a table.</summary>
    public string Title => Name.Replace($":{StepsMark}", "", StringComparison.Ordinal);

    /// <summary>Makes the strategy for a program whose runs have about so many steps.</summary>
    public IStrategy Create(Seed seed, long steps) => StrategyCatalog.TryCreate(NameFor(steps), seed, out var strategy, out var problem)
        ? strategy
        : throw new ArgumentException(problem);

    /// <summary>How many steps a run of the program has: the mean of a few random ones of the fixed version, which runs to its end.</summary>
    public static long StepsOf(IBenchProgram program)
    {
        const int Runs = 10;
        var world = new ProgramWorld(program, isFixed: true, new RandomStrategy(new Seed(1).Stream("schedule")), new Seed(1));
        for (var i = 0; i < Runs; i++)
        {
            world.RunOnce();
        }

        return Math.Max(1, world.Steps / Runs);
    }

    private string NameFor(long steps) => Name.Replace(StepsMark, steps.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}

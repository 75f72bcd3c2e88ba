using Sim.Contracts;
using Sim.Simulator.Shrinking;

namespace Sim.Simulator.Running;

/// <summary>Which defects to look for, and how long.</summary>
internal sealed record ScoreRequest
{
    /// <summary>The names of the switches, each tried alone.</summary>
    public required ValueList<string> Defects { get; init; }

    /// <summary>What the iterations have in common, without a defect.</summary>
    public required Campaign Campaign { get; init; }

    /// <summary>How many times each is looked for, each time over seeds of its own.</summary>
    public required int Tries { get; init; }

    /// <summary>The seeds of the first try; each later try takes as many, those that follow, so that none is used twice.</summary>
    public required SeedRange Seeds { get; init; }

    /// <summary>How long one try may go on.</summary>
    public required TimeSpan TryDuration { get; init; }

    /// <summary>What may be spent on making the first failure of a defect small.</summary>
    public required ShrinkBudget ShrinkBudget { get; init; }

    /// <summary>How many threads run iterations.</summary>
    public required int Workers { get; init; }

    /// <summary>Where the first failure of each is saved.</summary>
    public required string Directory { get; init; }
}

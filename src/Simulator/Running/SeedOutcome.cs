using Sim.Runtime.Randomness;
using Sim.Simulator.Covering;
using Sim.Simulator.Oracles;
using Sim.Simulator.Reproducing;

namespace Sim.Simulator.Running;

/// <summary>What one seed of a soak gave; small, because a soak has many.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Strategy">The name of its strategy; of a soak that is guided by what it has reached, some seeds have one of their own.</param>
/// <param name="Hash">The hash of its trace.</param>
/// <param name="SecondHash">The hash of its second run, when it was run twice.</param>
/// <param name="Counts">What it did.</param>
/// <param name="Coverage">What it reached.</param>
/// <param name="Failure">What it found; null when nothing.</param>
/// <param name="FoundAfter">Real time from the start of the soak to its end.</param>
internal sealed record SeedOutcome(Seed Seed, string Strategy, ulong Hash, ulong? SecondHash, IterationCounts Counts, Coverage Coverage, Failure? Failure, TimeSpan FoundAfter)
{
    /// <summary>What led to the failure, where it cannot be repeated: in the operating system's world. Null otherwise.</summary>
    public History? History { get; init; }

    /// <summary>Who chose in each run of the seed, in their order; empty where the operating system did.</summary>
    public IReadOnlyList<StrategyRun> Runs { get; init; } = [];

    /// <summary>Whether the canary was found with this seed; null when it was not looked for.</summary>
    public bool? HasFoundCanary { get; init; }

    /// <summary>True when a second run differed from the first.</summary>
    public bool IsNondeterministic => SecondHash is { } second && second != Hash;
}

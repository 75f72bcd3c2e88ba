using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulation.Faults;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Running;

/// <summary>What the iterations of a soak have in common; a seed makes an iteration of it.</summary>
internal sealed record Campaign
{
    /// <summary>Sizes and odds.</summary>
    public required Profile Profile { get; init; }

    /// <summary>The name of the strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>The names of the defect switches that are on.</summary>
    public required ValueList<string> Defects { get; init; }

    /// <summary>Opens the collection.</summary>
    public required OpenCollection Open { get; init; }

    /// <summary>A directory of the real disk, to run in the operating system's world there; null for the simulated world.</summary>
    public string? RealDirectory { get; init; }

    /// <summary>How many operations and reads a plan has; null to draw it.</summary>
    public int? Operations { get; init; }

    /// <summary>How many shards there are; null to draw it.</summary>
    public int? Shards { get; init; }

    /// <summary>The iteration of a seed.</summary>
    public IterationRequest Request(Seed seed) =>
        Request(seed, PlanGenerator.Generate(seed, Profile, Operations, Shards));

    /// <summary>An iteration that runs this plan under the campaign's strategy, drawn from a seed.</summary>
    public IterationRequest Request(Seed seed, Plan plan) => new()
    {
        Seed = seed,
        Plan = plan,
        Strategy = () => SoakStrategies.TryCreate(Strategy, seed, out var strategy, out var problem)
            ? strategy
            : throw new InvalidOperationException(problem),
        Open = Open,
        Faults = () => new SeededFaults(seed, DiskDelays.Draw(seed, Profile), DiskErrors.Draw(seed, Profile)),
    };
}

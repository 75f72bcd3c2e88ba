using Sim.Runtime.Randomness;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Reporting;

/// <summary>A kind of failure that a soak has found.</summary>
/// <param name="Signature">The kind.</param>
/// <param name="First">The first seed that had it.</param>
/// <param name="Count">How many seeds had it.</param>
internal sealed record SoakFailure(FailureSignature Signature, Seed First, long Count)
{
    /// <summary>The seeds that had it, as far as they were kept, in order.</summary>
    public IReadOnlyList<Seed> Seeds { get; init; } = [];

    /// <summary>The file of the page of the first seed's run.</summary>
    public string RunFile { get; init; } = "";

    /// <summary>The name of the entry that was made of it; null when it did not repeat.</summary>
    public string? Entry { get; init; }

    /// <summary>The file of the entry's page.</summary>
    public string? EntryFile { get; init; }
}

using Sim.Contracts;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulator.Oracles;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Corpus;

/// <summary>
/// One failure, kept so that it can be repeated for ever: everything literal, nothing drawn from a seed when it is replayed except the
/// engine's own random streams.
/// </summary>
internal sealed record CorpusEntry
{
    /// <summary>The version of the file format that this program writes, and the only one it reads.</summary>
    public const int FormatVersion = 1;

    /// <summary>A short name; the file is called after it.</summary>
    public required string Name { get; init; }

    /// <summary>The seed it was found with. The world's own random streams come from it too.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The profile it was found with.</summary>
    public required string Profile { get; init; }

    /// <summary>The strategy it was found with.</summary>
    public required string Strategy { get; init; }

    /// <summary>The defect switches it needs; empty for a failure of the engine as it is.</summary>
    public required ValueList<string> Defects { get; init; }

    /// <summary>The failure.</summary>
    public required FailureSignature Signature { get; init; }

    /// <summary>The text of the failure, for people.</summary>
    public required string Text { get; init; }

    /// <summary>What replay must give with the switches; null when there are none.</summary>
    public required Verdict? ExpectedWithDefects { get; init; }

    /// <summary>What replay must give without switches.</summary>
    public required Verdict ExpectedWithoutDefects { get; init; }

    /// <summary>That nothing of it can be left out; null when that is not known.</summary>
    public Certificate? Certificate { get; init; }

    /// <summary>What is done.</summary>
    public required Plan Plan { get; init; }

    /// <summary>The departures from running each task until it blocks.</summary>
    public required ValueList<ScheduleDecision> Schedule { get; init; }

    /// <summary>The faults of the disk.</summary>
    public required ValueList<FiredFault> Faults { get; init; }
}

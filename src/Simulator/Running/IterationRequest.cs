using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulation.Tracing;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Running;

/// <summary>Everything that fixes an iteration: the same request gives the same result, to the last event.</summary>
internal sealed record IterationRequest
{
    /// <summary>The seed of the world's random streams, and of what a disk loses after an error.</summary>
    public required Seed Seed { get; init; }

    /// <summary>Another seed for the world's random streams; null for <see cref="Seed"/>.</summary>
    public Seed? WorldSeed { get; init; }

    /// <summary>Told what happens; null when nobody listens.</summary>
    public IRunListener? Listener { get; init; }

    /// <summary>What is done.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Makes the strategy; called once per iteration, since a strategy serves one world.</summary>
    public required Func<IStrategy> Strategy { get; init; }

    /// <summary>Opens the collection.</summary>
    public required OpenCollection Open { get; init; }

    /// <summary>Makes the source of the disk's faults; called once per iteration.</summary>
    public Func<IFaultSource> Faults { get; init; } = () => NoFaults.Instance;

    /// <summary>The most steps that one incarnation may take.</summary>
    public long StepLimit { get; init; } = 3_000_000;

    /// <summary>How long a run in which nothing can go on waits for word that something has left the world, before it is called a deadlock.</summary>
    public TimeSpan EscapeGrace { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether the result has the schedule.</summary>
    public bool RecordSchedule { get; init; }

    /// <summary>Whether the trace keeps its events.</summary>
    public TraceLevel TraceLevel { get; init; } = TraceLevel.Hash;

    /// <summary>The number of an event of the trace whose stack is kept; null for none.</summary>
    public long? StackAtEvent { get; init; }

    /// <summary>Finds the lines of the engine at which decisions stand; null when nobody wants to know.</summary>
    public DecisionSites? Sites { get; init; }

    /// <summary>Told the index of each step of the plan before it begins; null when nobody listens.</summary>
    public Action<int>? StepBegins { get; init; }

    /// <summary>Told the index of each step of the plan that has ended; null when nobody listens.</summary>
    public Action<int>? StepEnds { get; init; }

    /// <summary>Told one line for each step of the plan and each turn of events; null when nobody listens.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>Called before each step that may change what a crash leaves: see <see cref="WorldOptions.BeforeDiskCall"/>. Null for nobody.</summary>
    public Action<SimulatedWorld, Client, KillPoint>? BeforeDiskCall { get; init; }
}

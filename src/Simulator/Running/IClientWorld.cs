using Sim.Runtime;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Running;

/// <summary>A world, simulated or real, as the client of an iteration sees it.</summary>
internal interface IClientWorld
{
    /// <summary>What the collection is opened with in this incarnation.</summary>
    IRuntime Runtime { get; }

    /// <summary>The clock.</summary>
    TimeProvider Time { get; }

    /// <summary>The number of the incarnation, from 1 on.</summary>
    int Incarnations { get; }

    /// <summary>How many steps all incarnations took.</summary>
    long Steps { get; }

    /// <summary>The faults of the disk that struck.</summary>
    IReadOnlyList<FiredFault> FiredFaults { get; }

    /// <summary>How long the optimizer is waited for at the most, once writes have stopped, between two looks at it.</summary>
    TimeSpan ConvergencePauseMax { get; }

    /// <summary>Starts a task of the clients. An exception that leaves it ends the incarnation.</summary>
    Task Start(string name, Func<Task> body);

    /// <summary>A step of the plan begins.</summary>
    void Note(int step);

    /// <summary>Kills the incarnation at a moment counted from now on; null for not at all.</summary>
    void Arm(KillRule? kill);

    /// <summary>Verifies the files of the collection, which nobody has open.</summary>
    /// <param name="phase">How it was closed.</param>
    /// <param name="isQuiet">True when it was closed in order, and nothing had been left to do.</param>
    ValueTask<Failure?> CheckFiles(Phase phase, bool isQuiet = false);
}

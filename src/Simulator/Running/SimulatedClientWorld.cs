using Sim.Runtime;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Running;

/// <summary>The simulated world, as the client of an iteration sees it.</summary>
internal sealed class SimulatedClientWorld(SimulatedWorld world) : IClientWorld
{
    public IRuntime Runtime => world;

    public TimeProvider Time => world.Time;

    public int Incarnations => world.Incarnations;

    public long Steps => world.Steps;

    public IReadOnlyList<FiredFault> FiredFaults => world.FiredFaults;

    // Virtual time passes only while every task waits, so this is enough however slow the disk.
    public TimeSpan ConvergencePauseMax => TimeSpan.FromSeconds(10);

    public Task Start(string name, Func<Task> body) => world.Start(name, body);

    public void Note(int step) => world.Note((ulong)step);

    public void Arm(KillRule? kill) => world.Arm(kill);

    public async ValueTask<Failure?> CheckFiles(Phase phase, bool isQuiet) =>
        (phase == Phase.AfterRestart ? StoredFiles.CheckClosed(world.OpenFiles) : null)
        ?? await StoredFiles.Check(world.Disk.View, EngineCollection.DirectoryName, phase, isQuiet);
}

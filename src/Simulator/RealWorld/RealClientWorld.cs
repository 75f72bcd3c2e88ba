using Sim.Runtime;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;

namespace Sim.Simulator.RealWorld;

/// <summary>The operating system's world, as the client of an iteration sees it through all incarnations.</summary>
/// <param name="seed">Where sleeps and random streams start.</param>
/// <param name="root">The directory that stands for the root of the disk.</param>
/// <param name="reach">Told where the engine comes.</param>
internal sealed class RealClientWorld(Seed seed, string root, IReachObserver reach) : IClientWorld
{
    private const int Haste = 8;

    private readonly HastyTime _time = new(Haste);
    private RealIncarnation? _life;
    private long _stepsBefore;

    public IRuntime Runtime => Life;

    public TimeProvider Time => _time;

    public int Incarnations { get; private set; }

    public long Steps => _stepsBefore + (_life?.Steps ?? 0);

    public IReadOnlyList<FiredFault> FiredFaults => [];

    // A minute, and as long before it in all: longer than any machine is busy with other things.
    public TimeSpan ConvergencePauseMax => TimeSpan.FromMinutes(Haste);

    /// <summary>The incarnation that lives.</summary>
    public RealIncarnation Life => _life ?? throw new InvalidOperationException("There is no incarnation.");

    /// <summary>Begins the next incarnation. The one before must have been abandoned.</summary>
    public RealIncarnation Begin(KillRule? kill)
    {
        _stepsBefore = Steps;
        Incarnations++;
        var random = seed.Stream($"sleeps-{Incarnations}");
        var inner = new JitterRuntime(seed.Derive($"incarnation-{Incarnations}"), random.Pick([16, 128, 1_000, 1_000_000]), random.Pick([1, 1, 2, 5]), _time);
        _life = new RealIncarnation(inner, root, kill, reach);
        return _life;
    }

    public Task Start(string name, Func<Task> body) => Life.StartClient(name, body);

    public void Note(int step)
    {
        // There is no trace to note it in.
    }

    public void Arm(KillRule? kill) => Life.Arm(kill);

    public ValueTask<Failure?> CheckFiles(Phase phase, bool isQuiet = false) =>
        StoredFiles.Check(new OperatingSystemFiles(), root + EngineCollection.DirectoryName, phase, isQuiet);
}

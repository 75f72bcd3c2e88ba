using Sim.Runtime.Randomness;
using Sim.Simulation.Disks;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulation.Tracing;

namespace Sim.Simulation;

/// <summary>What fixes a simulated world: the same options give the same runs, to the last event.</summary>
public sealed record WorldOptions
{
    /// <summary>
    /// The seed of everything that the world itself draws: the default strategy and the random streams of the program. A world with a strategy of its own
    /// needs none, unless the program draws.
    /// </summary>
    public Seed Seed { get; init; }

    /// <summary>
    /// Who picks the next task; null for <see cref="RandomStrategy"/> on the seed's stream "schedule". The world owns it: a strategy serves
    /// one world.
    /// </summary>
    public IStrategy? Strategy { get; init; }

    /// <summary>How many steps and timer firings one incarnation may take before it counts as a livelock.</summary>
    public long StepLimit { get; init; } = 10_000_000;

    /// <summary>Who decides on the faults of the disk. The world owns it.</summary>
    public IFaultSource Faults { get; init; } = NoFaults.Instance;

    /// <summary>Whether the trace keeps its events or only their hash.</summary>
    public TraceLevel TraceLevel { get; init; } = TraceLevel.Hash;

    /// <summary>Whether the decisions are recorded, for <see cref="SimulatedWorld.Schedule"/>. Recording costs memory, and some time.</summary>
    public bool RecordSchedule { get; init; }

    /// <summary>Whether it is recorded what crashes leave, for <see cref="SimulatedWorld.Crashes"/>. Recording costs some time at each crash.</summary>
    public bool RecordCrashes { get; init; }

    /// <summary>
    /// How much virtual time a step takes. With zero the clock moves only while no task can run, so that a timer never fires beside a busy
    /// task; with more, it does.
    /// </summary>
    public TimeSpan StepDuration { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// How long, in real time, a run that seems deadlocked waits for a continuation that may have strayed to another thread. It decides only
    /// between two ways to fail, a deadlock and an escape, and is not spent when every stuck task waits in a lock. Enough for a busy machine, which
    /// may take a while to let the other thread run; who meets many deadlocks, and no such threads, may want less.
    /// </summary>
    public TimeSpan EscapeGrace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long, in real time, a task may block the world's thread, as on a lock that another world holds for a moment. After that it counts as an
    /// escape: what it waits for needs the thread that it blocks. Nothing waits so long that does come to pass.
    /// </summary>
    public TimeSpan BlockingGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The number of an event of the trace whose stack is kept, in <see cref="Trace.Stack"/>: to see what did it. Null for none.
    /// </summary>
    public long? StackAtEvent { get; init; }

    /// <summary>Finds the lines of the program at which decisions stand; null when nobody wants to know. It is no part of what fixes the world.</summary>
    public DecisionSites? Sites { get; init; }

    /// <summary>Who is told where the runs come; null for nobody. It is no part of what fixes the world, because it changes nothing.</summary>
    public IReachObserver? Reach { get; init; }

    /// <summary>
    /// Whether two accesses to one resource that is data (<see cref="Runtime.Scheduling.Resource.IsData"/>), one of them a write, end the run
    /// with a <see cref="DataRaceException"/> when nothing orders them; also in a schedule in which nothing comes of it. It costs time and memory
    /// for each step; off, it costs nothing.
    /// </summary>
    public bool DetectsRaces { get; init; }

    /// <summary>
    /// The disk that the world begins with: a copy of this one as it is when the world is made, with everything that a crash may undo. Null for an empty one.
    /// </summary>
    public SimulatedDisk? Disk { get; init; }

    /// <summary>
    /// Called before each step that may change what a crash leaves, with its name: every place at which a kill by <see cref="KillAfterDiskCalls"/> can
    /// fall. It may look at the world and run others, and must not change this one. Null for nobody.
    /// </summary>
    public Action<KillPoint>? BeforeDiskCall { get; init; }
}

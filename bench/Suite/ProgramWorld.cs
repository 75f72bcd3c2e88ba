using Sim.Bench.Primitives;
using Sim.Bench.Programs;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Strategies;

namespace Sim.Bench.Suite;

/// <summary>One program in one world under one strategy: each run of it is one more schedule.</summary>
public sealed class ProgramWorld
{
    private const long StepLimit = 20_000;

    private readonly IBenchProgram _program;
    private readonly bool _isFixed;
    private readonly SimulatedWorld _world;

    /// <summary>The world of this seed.</summary>
    public ProgramWorld(IBenchProgram program, bool isFixed, IStrategy strategy, Seed seed)
    {
        _program = program;
        _isFixed = isFixed;
        _world = new SimulatedWorld(new WorldOptions
        {
            Seed = seed,
            Strategy = strategy,
            StepLimit = StepLimit,

            // The programs do not leave the world, which the tests show; so no deadlock has to wait for a return.
            EscapeGrace = TimeSpan.Zero,
        });
    }

    /// <summary>How many steps all schedules together had.</summary>
    public long Steps => _world.Steps;

    /// <summary>Runs one schedule. What is neither a bug nor a clean end is an <see cref="InvalidOperationException"/>.</summary>
    public ScheduleVerdict RunOnce()
    {
        var result = _world.Run("main", () => _program.Run(_world, _isFixed));
        return result.Outcome switch
        {
            RunOutcome.Completed => ScheduleVerdict.Clean,
            RunOutcome.Deadlocked => ScheduleVerdict.Deadlock,
            RunOutcome.StepLimit => ScheduleVerdict.StepLimit,
            RunOutcome.Faulted when result.Failure is ClaimBrokenException => ScheduleVerdict.ClaimBroken,
            RunOutcome.Faulted or RunOutcome.Killed =>
                throw new InvalidOperationException($"The program {_program.Name} is broken, not just wrong.", result.Failure),
        };
    }
}

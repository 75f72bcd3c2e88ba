using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Faults;
using Sim.Simulation.Strategies;
using Sim.Simulation.Tracing;

namespace Sim.Simulation.Tests;

/// <summary>Short ways to make worlds and reach points.</summary>
internal static class World
{
    public static readonly Resource Counter = new("counter");

    private static readonly PointName Here = new("here");

    public static SimulatedWorld Create(
        ulong seed = 1, IStrategy? strategy = null, bool records = false, IFaultSource? faults = null, long stepLimit = 100_000) =>
        new(new WorldOptions
        {
            Seed = new Seed(seed),
            Strategy = strategy,
            RecordSchedule = records,
            TraceLevel = TraceLevel.Full,
            Faults = faults ?? NoFaults.Instance,
            StepLimit = stepLimit,
        });

    public static ValueTask Step(this SimulatedWorld world) => world.Point(Here, Counter, Access.Write);

    /// <summary>Runs to the end, and lets what went wrong fail the test.</summary>
    public static RunResult Complete(this SimulatedWorld world, Func<Task> root)
    {
        var result = world.Run("root", root);
        if (result.Failure is not null)
        {
            throw new InvalidOperationException($"The run faulted in {result.FailedTask}.", result.Failure);
        }

        Assert.Equal(RunOutcome.Completed, result.Outcome);
        return result;
    }
}

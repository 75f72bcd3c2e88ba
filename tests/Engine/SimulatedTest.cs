using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Strategies;

namespace Sim.Engine.Tests;

/// <summary>Runs test bodies in a simulated world.</summary>
internal static class SimulatedTest
{
    public static SimulatedWorld World(ulong seed) =>
        new(new WorldOptions { Seed = new Seed(seed), Strategy = new RandomStrategy(new Seed(seed).Stream("schedule")) });

    /// <summary>Runs a body to its end; a failure of any task is a failure of the test.</summary>
    public static void Complete(this SimulatedWorld world, Func<Task> body)
    {
        var result = world.Run("test", body);
        if (result.Failure is { } failure)
        {
            throw new InvalidOperationException($"Task {result.FailedTask} failed: {failure.Message}", failure);
        }

        Assert.Equal(RunOutcome.Completed, result.Outcome);
    }
}

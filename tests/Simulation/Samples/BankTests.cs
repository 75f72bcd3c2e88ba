using Sim.Bank;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Samples;

/// <summary>How the simulation is used, on a program that knows nothing of it.</summary>
public sealed class BankTests
{
    [Fact]
    public void The_lost_update_is_found_and_repeats_exactly()
    {
        var (world, result) = Enumerable.Range(0, 100)
            .Select(seed => World.Create((ulong)seed, records: true))
            .Select(world => (World: world, Result: world.Run("audit", () => Audit.Run(world, isSafe: false))))
            .First(run => run.Result.Outcome != RunOutcome.Completed);
        Assert.Equal("audit", result.FailedTask);
        Assert.Equal("The bank paid out 60 of 100 and still has 70.", result.Failure!.Message);

        for (var i = 0; i < 10; i++)
        {
            var again = World.Create(strategy: new ReplayStrategy(world.Schedule));
            Assert.Equal(result.Failure.Message, again.Run("audit", () => Audit.Run(again, isSafe: false)).Failure!.Message);
            Assert.Equal(world.Trace.Hash, again.Trace.Hash);
        }
    }

    [Fact]
    public void The_fixed_bank_balances_its_books_in_every_schedule_tried()
    {
        for (var seed = 0UL; seed < 1000; seed++)
        {
            var world = World.Create(seed);
            world.Complete(() => Audit.Run(world, isSafe: true));
        }
    }
}

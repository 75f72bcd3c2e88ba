using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class AnchoredStrategyTests
{
    private static readonly PointName Step = new("anchored.step");

    [Fact]
    public void A_run_that_follows_the_departures_of_another_is_the_same_to_the_last_event()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var (hash, departures) = Run([0, 1, 2, 3], AnchoredStrategy.Noting(new RandomStrategy(new Seed(seed).Stream("schedule"))));

            var (again, same) = Run([0, 1, 2, 3], AnchoredStrategy.Following(departures));

            Assert.NotEmpty(departures);
            Assert.Equal(hash, again);
            Assert.Equal(departures, same);
        }
    }

    [Fact]
    public void Departures_of_later_phases_stay_when_an_earlier_phase_is_taken_away()
    {
        var (_, departures) = Run([0, 1, 2, 3], AnchoredStrategy.Noting(new RandomStrategy(new Seed(7).Stream("schedule"))));
        var late = departures.Where(d => d.Phase >= 2).ToArray();

        var (_, followed) = Run([2, 3], AnchoredStrategy.Following(departures));

        Assert.NotEmpty(late);
        Assert.Equal(late, followed);
    }

    [Fact]
    public void Without_departures_it_is_the_base_policy()
    {
        var (hash, departures) = Run([0, 1], AnchoredStrategy.Following([]));

        Assert.Empty(departures);
        Assert.Equal(hash, Run([0, 1], AnchoredStrategy.Noting(new BaseStrategy())).Hash);
    }

    [Fact]
    public void Departures_hold_for_tasks_of_other_numbers_where_that_is_allowed()
    {
        var (_, departures) = Run([0, 1, 2, 3], AnchoredStrategy.Noting(new RandomStrategy(new Seed(7).Stream("schedule"))));
        var late = departures.Where(d => d.Phase >= 2).ToArray();

        // The tasks of the last two phases have the numbers of the first two now.
        var (_, strict) = Run([2, 3], AnchoredStrategy.Following(departures), firstNumber: -2);
        var (_, followed) = Run([2, 3], AnchoredStrategy.Following(departures, allowsOtherNumbers: true), firstNumber: -2);

        Assert.NotEqual(late.Length, strict.Count);
        Assert.Equal(late.Select(d => d.Phase), followed.Select(d => d.Phase));
        Assert.Equal(late.Select(Place), followed.Select(Place));

        static string Place(AnchoredDecision departure) => new([.. departure.Decision.ToString().Where(c => !char.IsAsciiDigit(c))]);
    }

    // Each phase starts two tasks of its own, which take a few steps side by side with the root task, and ends with them.
    private static (ulong Hash, IReadOnlyList<AnchoredDecision> Departures) Run(int[] phases, AnchoredStrategy strategy, int firstNumber = 0)
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1), Strategy = strategy });
        var result = world.Run("root", async () =>
        {
            foreach (var phase in phases)
            {
                strategy.BeginPhase(phase);
                var first = world.Start($"first-{phase + firstNumber}", () => Steps(world));
                var second = world.Start($"second-{phase + firstNumber}", () => Steps(world));
                await Steps(world);
                await first;
                await second;
            }
        });
        Assert.Equal(RunOutcome.Completed, result.Outcome);
        return (world.Trace.Hash, strategy.Departures);
    }

    private static async Task Steps(SimulatedWorld world)
    {
        for (var i = 0; i < 3; i++)
        {
            await world.Point(Step, Resource.None, Access.Read);
        }
    }
}

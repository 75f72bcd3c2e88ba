using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Strategies;

public sealed class PortfolioStrategyTests
{
    [Fact]
    public void Seeds_bring_every_member_with_many_parameters()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        for (var seed = 0UL; seed < 500; seed++)
        {
            var portfolio = new PortfolioStrategy(new Seed(seed).Stream("schedule"));
            portfolio.Begin(1);
            names.Add(portfolio.Current);
        }

        Assert.Contains("random", names);
        Assert.Contains("walk", names);
        Assert.Contains("pos", names);
        Assert.Contains(names, name => name.StartsWith("pct:2:", StringComparison.Ordinal));
        Assert.Contains(names, name => name.StartsWith("pct:5:", StringComparison.Ordinal));
        Assert.Contains(names, name => name.StartsWith("delay:1:", StringComparison.Ordinal));
        Assert.Contains(names, name => name.StartsWith("delay:5:", StringComparison.Ordinal));
        Assert.InRange(names.Count, 40, 200);
    }

    [Fact]
    public void After_many_runs_of_one_program_most_are_by_the_frontier()
    {
        var portfolio = new PortfolioStrategy(new RandomStream(1));
        var world = World.Create(1, portfolio);
        var frontier = new bool[1_300];
        for (var run = 0; run < frontier.Length; run++)
        {
            Letters.Write(world, share: true, ('a', 3), ('b', 3));
            frontier[run] = portfolio.Current == "frontier";
        }

        Assert.DoesNotContain(true, frontier[..1_000]);
        Assert.InRange(frontier[1_000..].Count(isFrontier => isFrontier), 240, 299);
    }

    [Fact]
    public void It_learns_how_many_steps_a_run_has()
    {
        var portfolio = new PortfolioStrategy(new RandomStream(1));
        var world = World.Create(1, portfolio);
        var learnt = 0;
        for (var run = 0; run < 200; run++)
        {
            Letters.Write(world, share: true, ('a', 3), ('b', 3));

            // Six letters, two starts and the way there: never as many as 16, the least that is drawn.
            var parts = portfolio.Current.Split(':');
            learnt += parts.Length == 3 && int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture) < 16 ? 1 : 0;
        }

        Assert.InRange(learnt, 20, 150);
    }
}

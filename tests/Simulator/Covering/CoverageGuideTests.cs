using Sim.Engine;
using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;
using Sim.Simulator.Covering;

namespace Sim.Simulator.Tests.Covering;

public sealed class CoverageGuideTests
{
    private const string Rare = "aim:flush.next+update.moved";

    [Fact]
    public void What_few_seeds_have_reached_is_aimed_at_first()
    {
        var guide = new CoverageGuide();
        for (ulong ordinal = 0; ordinal < 32; ordinal++)
        {
            guide.Add(ordinal, AllBut(Rare));
        }

        Assert.Equal(Rare, guide.Choose(67));
        Assert.Null(guide.Choose(66));
        Assert.Null(guide.Choose(35));
    }

    [Fact]
    public void What_is_aimed_at_in_vain_leaves_aims_for_others()
    {
        var guide = new CoverageGuide();
        for (ulong ordinal = 0; ordinal < 64; ordinal++)
        {
            guide.Add(ordinal, new Coverage());
        }

        var aims = Enumerable.Range(0, 32).Select(i => guide.Choose(64 + (ulong)i) ?? guide.Choose(96 + (ulong)i)).OfType<string>().ToArray();
        Assert.Equal(8, aims.Distinct().Count());
    }

    [Fact]
    public void What_a_seed_aims_at_does_not_depend_on_which_is_done_first()
    {
        var forward = new CoverageGuide();
        var backward = new CoverageGuide();
        for (ulong i = 0; i < 128; i++)
        {
            forward.Add(i, Odd(i));
            backward.Add(127 - i, Odd(127 - i));
        }

        for (ulong ordinal = 128; ordinal < 192; ordinal++)
        {
            Assert.Equal(forward.Choose(ordinal), backward.Choose(ordinal));
        }
    }

    [Fact]
    public async Task Who_waits_for_seeds_that_never_end_is_let_go()
    {
        var guide = new CoverageGuide();
        var waiting = Task.Run(() => guide.Choose(67));
        guide.Stop();
        Assert.Null(await waiting);
    }

    [Fact]
    public void Every_aim_is_the_name_of_a_strategy()
    {
        foreach (var (item, strategy) in CoverageItems.Aims)
        {
            Assert.True(StrategyCatalog.TryCreate(strategy, new Seed(1), out var made, out _));
            Assert.Equal(strategy, made.Name);
            Assert.StartsWith(strategy[(strategy.IndexOf('+', StringComparison.Ordinal) + 1)..], CoverageItems.All[item].Name, StringComparison.Ordinal);
        }
    }

    private static Coverage Odd(ulong ordinal) => ordinal % 2 == 0 ? new Coverage() : AllBut(Rare);

    private static Coverage AllBut(string aim)
    {
        var coverage = new Coverage();
        foreach (var standing in EnginePoints.All)
        {
            foreach (var coming in EnginePoints.All)
            {
                if ($"aim:{standing}+{coming}" != aim)
                {
                    coverage.Met(coming, "shard-0/a", standing, "shard-0/b");
                }
            }
        }

        return coverage;
    }
}

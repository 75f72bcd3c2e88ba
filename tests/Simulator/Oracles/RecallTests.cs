using Sim.Simulator.Oracles;

namespace Sim.Simulator.Tests.Oracles;

public sealed class RecallTests
{
    [Fact]
    public void Sums_are_judged_and_not_single_searches()
    {
        var poor = new Recall(5, 10);
        var sum = new Recall();
        for (var i = 0; i < 200; i++)
        {
            sum += poor;
        }

        Assert.False(poor.IsBelow(900));
        Assert.True(sum.IsBelow(900));
        Assert.False(sum.IsBelow(500));
        Assert.Equal(500, sum.PerMille);
    }

    [Fact]
    public void Nothing_to_find_is_found_whole()
    {
        Assert.Equal(1000, default(Recall).PerMille);
    }
}

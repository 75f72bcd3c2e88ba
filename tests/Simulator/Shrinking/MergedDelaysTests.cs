using Sim.Contracts;
using Sim.Simulation.Faults;
using Sim.Simulator.Shrinking;

namespace Sim.Simulator.Tests.Shrinking;

public sealed class MergedDelaysTests
{
    private static readonly AnchoredFault Error =
        new(1, 0, DiskCallKind.Write, "b", 3, new FaultEffect(TimeSpan.Zero) { Fault = DiskFault.InputOutput });

    private static readonly ValueList<AnchoredFault> Faults =
        [Delay(0, "a", 1, 5), Delay(1, "a", 1, 10), Delay(1, "b", 2, 20), Error, Delay(1, "b", 4, 30)];

    [Fact]
    public void Every_list_has_fewer_delays_that_last_as_long_and_all_other_faults()
    {
        var lists = MergedDelays.Of(Faults).ToArray();

        Assert.NotEmpty(lists);
        Assert.All(lists, list =>
        {
            Assert.True(list.Count < Faults.Count);
            Assert.Contains(Error, list);
            Assert.Contains(Faults[0], list);
            Assert.Equal(65, list.Sum(fault => fault.Effect.Delay.TotalMilliseconds));
        });
    }

    [Fact]
    public void The_first_has_one_delay_for_each_step_and_the_last_joins_two_neighbours()
    {
        var lists = MergedDelays.Of(Faults).ToArray();

        Assert.Equal([Faults[0], Error, Delay(1, "b", 4, 60)], lists[0]);
        Assert.Equal([Faults[0], Delay(1, "a", 1, 10), Delay(1, "b", 2, 50), Error], lists[^1]);
    }

    [Fact]
    public void A_single_delay_stays()
    {
        Assert.Empty(MergedDelays.Of([Faults[0], Error, Faults[1]]));
    }

    private static AnchoredFault Delay(int phase, string files, long ordinal, int milliseconds) =>
        new(phase, 0, DiskCallKind.Write, files, ordinal, new FaultEffect(TimeSpan.FromMilliseconds(milliseconds)));
}

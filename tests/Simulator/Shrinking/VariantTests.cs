using Sim.Contracts;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Shrinking;

public sealed class VariantTests
{
    [Fact]
    public void Without_a_client_its_bursts_are_those_of_the_others_and_the_rest_knows_where_it_is_from()
    {
        var plan = Make.Plan(new BurstStep(1, [Flushes(1)]), new BurstStep(2, [Flushes(1), Flushes(2)]), new SettleStep());

        var (fewer, origins) = Variant.WithoutClient(plan, 1);

        Assert.Equal(Make.Plan(new BurstStep(2, [Flushes(2)]), new SettleStep()), fewer);
        Assert.Equal(ValueList.From([1, 2]), origins);
    }

    private static BurstClient Flushes(int number) => new(number, [new FlushStep(Wait: true)]);
}

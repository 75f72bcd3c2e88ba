using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Shrinking;

public sealed class FewerPointsTests
{
    private static readonly Plan Plan = Make.Plan(
        Update(new UpsertPoints([Make.Point(1), Make.Point(2)])),
        new BurstStep(0, [new BurstClient(1, [Update(new DeletePoints(Make.Ids(2))), Update(new ClearPayload(Make.Ids(1, 3)))])]),
        new FlushStep(Wait: true),
        Update(new DeletePoints(Make.Ids(2))));

    [Fact]
    public void The_points_of_the_fewest_steps_come_first()
    {
        Assert.Equal(Make.Ids(3, 1, 2), FewerPoints.Of(Plan));
    }

    [Fact]
    public void Without_a_point_all_that_is_about_it_alone_is_gone_and_the_rest_is_as_it_was()
    {
        var (plan, origins) = FewerPoints.Without(Plan, Make.Ids(2));

        Assert.Equal(
            Make.Plan(
                Update(new UpsertPoints([Make.Point(1)])),
                new BurstStep(0, [new BurstClient(1, [Update(new ClearPayload(Make.Ids(1, 3)))])]),
                new FlushStep(Wait: true)),
            plan);
        Assert.Equal(ValueList.From([0, 1, 2]), origins);
    }

    private static UpdateStep Update(Operation operation) => new(operation, Wait: true);
}

using Sim.Contracts;
using Sim.Engine.Holder;
using Sim.Engine.Invariants;
using Sim.Engine.Segments;

namespace Sim.Engine.Tests.Holder;

public sealed class FlushDependenciesTests
{
    private readonly FlushDependencies _dependencies = new();

    [Fact]
    public void A_destination_comes_before_its_source_along_a_chain()
    {
        Move(1, 2, 5);
        Move(2, 3, 6);
        Assert.Equal([3, 2, 1, 4], Order(1, 2, 3, 4));
    }

    [Fact]
    public void Segments_without_moves_keep_their_order() => Assert.Equal([4, 1, 3], Order(4, 1, 3));

    [Fact]
    public void A_destination_that_is_not_captured_still_orders_what_is_behind_it()
    {
        Move(1, 2, 5);
        Move(2, 3, 6);
        Assert.Equal([3, 1], Order(1, 3));
    }

    [Fact]
    public void Durable_moves_are_forgotten()
    {
        Move(1, 2, 5);
        Move(1, 3, 7);
        _dependencies.Forget(new OperationNumber(6));
        Assert.Equal([3, 1, 2], Order(1, 2, 3));
    }

    [Fact]
    public void A_replacement_inherits_the_moves_out_of_what_it_replaces_and_not_those_into_it()
    {
        Move(1, 2, 5);
        Move(3, 1, 6);
        _dependencies.Supersede(new SegmentId(1), new SegmentId(9));
        Assert.Equal([2, 9, 3], Order(9, 2, 3));
        Assert.False(_dependencies.HasSourceAmong(id => id.Value == 3));
    }

    [Fact]
    public void A_circle_is_a_broken_invariant()
    {
        Move(1, 2, 5);
        Move(2, 1, 6);
        Assert.Equal("I2", Assert.Throws<InvariantException>(() => Order(1, 2)).Invariant);
    }

    private void Move(ulong source, ulong destination, ulong operation) =>
        _dependencies.Add(new SegmentId(source), new SegmentId(destination), new OperationNumber(operation));

    private List<ulong> Order(params ulong[] ids) => _dependencies.Order(ids, id => new SegmentId(id));
}

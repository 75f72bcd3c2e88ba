using Sim.Contracts.Operations;
using Sim.Contracts.Schema;

namespace Sim.Model.Tests;

public sealed class ReferenceModelTests
{
    private static readonly CollectionSchema TwoShards = new([new VectorSchema("v", 1, Distance.Dot)], 2);

    [Fact]
    public void An_operation_counts_only_in_the_shards_that_it_touches()
    {
        var model = NewModel();

        Assert.Equal([0], model.Apply(new UpsertPoints([Make.Point(2)])));
        Assert.Equal([0, 1], model.Apply(new UpsertPoints([Make.Point(4), Make.Point(3)])));

        Assert.Equal(2, model.Shards[0].Last);
        Assert.Equal(1, model.Shards[1].Last);
        Assert.Equal(3, model.Current.Points.Count);
    }

    [Fact]
    public void Rewinding_one_shard_leaves_the_other_as_it_is()
    {
        var model = NewModel();
        model.Apply(new UpsertPoints([Make.Point(2), Make.Point(3)]));
        model.Apply(new DeletePoints(Make.Ids(2, 3)));

        model.Rewind(0, 1);

        Assert.Equal(Make.Id(2), Assert.Single(model.Current.Points.Keys));
        Assert.Equal(1, model.Shards[0].Last);
        Assert.Equal(2, model.Shards[1].Last);
    }

    [Fact]
    public void What_is_durable_cannot_be_taken_back()
    {
        var model = NewModel();
        model.Apply(new UpsertPoints([Make.Point(2)]));
        model.Apply(new UpsertPoints([Make.Point(4)]));
        model.Shards[0].MarkDurable(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => model.Rewind(0, 0));
        model.Rewind(0, 1);
        Assert.Equal(Make.Id(2), Assert.Single(model.Current.Points.Keys));
    }

    [Fact]
    public void Positions_keep_their_states_and_operations_when_older_ones_are_forgotten()
    {
        var model = NewModel();
        for (var i = 1UL; i <= 4; i++)
        {
            model.Apply(new UpsertPoints([Make.Point(2 * i)]));
        }

        var history = model.Shards[0];
        history.MarkDurable(2);
        Assert.Equal(0, history.First);
        history.ForgetBefore(history.Durable);

        Assert.Equal((2, 4), (history.First, history.Last));
        Assert.Equal(3, history.At(3).Points.Count);
        Assert.Equal(new UpsertPoints([Make.Point(6)]), history.OperationAt(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => history.MarkDurable(5));
    }

    private static ReferenceModel NewModel() => new(TwoShards, id => (int)(id.Number % 2));
}

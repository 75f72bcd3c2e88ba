using FsCheck;
using FsCheck.Fluent;
using Sim.Contracts.Payloads;
using Sim.Engine.FieldIndexes;

namespace Sim.Engine.Tests.FieldIndexes;

public sealed class IndexKeyTests
{
    [Fact]
    public void Keys_of_integers_have_their_order_and_give_them_back() => Prop.ForAll<long, long>((left, right) =>
            IndexKey.Of(left).AsInteger() == left && Math.Sign(IndexKey.Of(left).CompareTo(IndexKey.Of(right))) == left.CompareTo(right))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Keys_of_floats_have_their_order_and_give_them_back()
    {
        double[] ascending = [double.NegativeInfinity, double.MinValue, -1, -double.Epsilon, 0, double.Epsilon, 0.1, 1, double.MaxValue, double.PositiveInfinity];
        for (var i = 0; i < ascending.Length; i++)
        {
            Assert.Equal(ascending[i], IndexKey.Of(ascending[i]).AsFloat());
            Assert.True(i == 0 || IndexKey.Of(ascending[i - 1]).CompareTo(IndexKey.Of(ascending[i])) < 0);
        }

        Assert.Equal(IndexKey.Of(0.0), IndexKey.Of(-0.0));
    }

    [Fact]
    public void Keys_of_other_values_give_them_back_in_order()
    {
        Assert.True(IndexKey.Of(false).CompareTo(IndexKey.Of(true)) < 0 && IndexKey.Of(true).AsBool() && !IndexKey.Of(false).AsBool());
        Assert.Equal(Timestamp.Latest, IndexKey.Of(Timestamp.Latest).AsTimestamp());
        var uuid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        Assert.Equal(uuid, IndexKey.Of(uuid).AsUuid());
        Assert.True(IndexKey.Of("Z").CompareTo(IndexKey.Of("a")) < 0);
    }
}

using FsCheck;
using FsCheck.Fluent;

namespace Sim.Contracts.Tests;

public sealed class ValueListTests
{
    [Fact]
    public void Lists_are_equal_when_their_items_are_equal_in_order() =>
        Prop.ForAll<int[], int[]>((left, right) =>
        {
            var a = ValueList.From(left.Select(n => n % 3));
            var b = ValueList.From(right.Select(n => n % 3));
            return a.Equals(b) == a.SequenceEqual(b)
                && a.Equals(ValueList.From(a))
                && a.GetHashCode() == ValueList.From(a).GetHashCode();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_collection_expression_makes_a_list()
    {
        ValueList<string> list = ["a", "b"];
        Assert.Equal(2, list.Count);
        Assert.Equal("b", list[1]);
        Assert.Equal(["a", "b"], list.Span.ToArray());
        Assert.Equal("[a, b]", list.ToString());
        Assert.Empty((ValueList<string>)[]);
        Assert.False(list.Equals(null));
    }

    [Fact]
    public void A_list_keeps_a_copy_of_its_items()
    {
        int[] items = [1, 2];
        var list = ValueList.From(items);
        items[0] = 9;
        Assert.Equal(1, list[0]);
    }
}

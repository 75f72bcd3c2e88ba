using FsCheck;
using FsCheck.Fluent;

namespace Sim.Contracts.Tests;

public sealed class OperationNumberTests
{
    [Fact]
    public void Numbers_are_ordered_by_value() =>
        Prop.ForAll<ulong, ulong>((left, right) =>
        {
            var a = new OperationNumber(left);
            var b = new OperationNumber(right);
            return (a < b) == (left < right)
                && (a <= b) == (left <= right)
                && (a > b) == (left > right)
                && (a >= b) == (left >= right)
                && OperationNumber.Max(a, b).Value == Math.Max(left, right)
                && OperationNumber.Min(a, b).Value == Math.Min(left, right);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void None_comes_before_every_operation_and_nothing_before_it()
    {
        Assert.Equal(OperationNumber.None, default);
        Assert.Equal(new OperationNumber(1), OperationNumber.None.Next);
        Assert.Equal(OperationNumber.None, new OperationNumber(1).Previous);
        Assert.Equal(OperationNumber.None, OperationNumber.None.Previous);
        Assert.Throws<OverflowException>(() => new OperationNumber(ulong.MaxValue).Next);
    }
}

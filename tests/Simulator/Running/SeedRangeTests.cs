using Sim.Simulator.Running;

namespace Sim.Simulator.Tests.Running;

public sealed class SeedRangeTests
{
    [Theory]
    [InlineData("1..9", 1UL, 9UL)]
    [InlineData("7", 7UL, 7UL)]
    [InlineData("0..18446744073709551615", 0UL, ulong.MaxValue)]
    public void A_range_is_read(string text, ulong first, ulong last)
    {
        Assert.True(SeedRange.TryParse(text, out var range));
        Assert.Equal(new SeedRange(first, last), range);
    }

    [Theory]
    [InlineData("")]
    [InlineData("9..1")]
    [InlineData("1...9")]
    [InlineData("-1..2")]
    [InlineData("1..")]
    [InlineData("a..b")]
    [InlineData("1..18446744073709551616")]
    public void What_is_no_range_is_refused(string text)
    {
        Assert.False(SeedRange.TryParse(text, out _));
    }

    [Fact]
    public void The_count_of_all_seeds_does_not_overflow()
    {
        Assert.Equal(ulong.MaxValue, new SeedRange(0, ulong.MaxValue).Count);
        Assert.Equal(9UL, new SeedRange(1, 9).Count);
    }
}

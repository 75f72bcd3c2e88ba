using Sim.Contracts.Payloads;

namespace Sim.Contracts.Tests.Payloads;

public sealed class TimestampTests
{
    [Theory]
    [InlineData("2024-02-29T23:59:59Z", "2024-02-29T23:59:59.0000000Z")]
    [InlineData("2024-02-29T23:59:59z", "2024-02-29T23:59:59.0000000Z")]
    [InlineData("2024-02-29T23:59:59.5Z", "2024-02-29T23:59:59.5000000Z")]
    [InlineData("2024-02-29T23:59:59.123456789Z", "2024-02-29T23:59:59.1234567Z")]
    [InlineData("2024-03-01T00:59:59+01:00", "2024-02-29T23:59:59.0000000Z")]
    [InlineData("2024-02-29T14:29:59-09:30", "2024-02-29T23:59:59.0000000Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    public void A_date_time_is_a_moment_in_UTC(string text, string expected)
    {
        Assert.True(Timestamp.TryParse(text, out var moment));
        Assert.Equal(expected, moment.ToString());
        Assert.True(Timestamp.TryParse(moment.ToString(), out var again));
        Assert.Equal(moment, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2024-02-29")]
    [InlineData("2024-02-29T23:59:59")]
    [InlineData("2024-02-29 23:59:59Z")]
    [InlineData("2024-02-30T00:00:00Z")]
    [InlineData("2024-02-29T24:00:00Z")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("2024-02-29T23:59:59.Z")]
    [InlineData("2024-02-29T23:59:59+1:00")]
    [InlineData("2024-02-29T23:59:59+24:00")]
    [InlineData("2024-02-29T23:59:59+01:60")]
    [InlineData("2024-02-29T23:59:59+0100")]
    [InlineData("2024-02-29T23:59:59Z ")]
    [InlineData(" 2024-02-29T23:59:59Z")]
    [InlineData("24-02-29T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("٢٠٢٤-02-29T23:59:59Z")]
    public void Anything_else_is_not_read(string text) => Assert.False(Timestamp.TryParse(text, out _));

    [Fact]
    public void Moments_are_ordered_and_so_are_their_texts()
    {
        var moments = new[] { default, new Timestamp(1), new Timestamp(TimeSpan.TicksPerDay), Timestamp.Latest };
        for (var i = 1; i < moments.Length; i++)
        {
            Assert.True(moments[i - 1] < moments[i] && moments[i] > moments[i - 1] && moments[i - 1] <= moments[i] && moments[i] >= moments[i - 1]);
            Assert.True(string.CompareOrdinal(moments[i - 1].ToString(), moments[i].ToString()) < 0);
        }
    }
}

using Sim.Simulator.Crashing;

namespace Sim.Simulator.Tests.Crashing;

public sealed class CrashProtocolTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        foreach (var line in Enum.GetValues<CrashLine>())
        {
            Assert.True(CrashProtocol.TryRead(CrashProtocol.Write(line, 2), 3, out var read, out var client));
            Assert.Equal(line, read);
            Assert.Equal(line is CrashLine.Begun or CrashLine.Answered or CrashLine.Refused ? 2 : 0, client);
        }
    }

    [Theory]
    [InlineData("open")]
    [InlineData("opened 1")]
    [InlineData("answered")]
    [InlineData("answe")]
    [InlineData("answered ")]
    [InlineData("answered 3")]
    [InlineData("snapshot")]
    [InlineData("")]
    public void A_line_that_is_cut_off_or_about_somebody_else_is_none(string line) =>
        Assert.False(CrashProtocol.TryRead(line, 3, out _, out _));
}

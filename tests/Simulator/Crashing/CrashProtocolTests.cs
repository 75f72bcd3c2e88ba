using Sim.Simulator.Crashing;

namespace Sim.Simulator.Tests.Crashing;

public sealed class CrashProtocolTests
{
    [Fact]
    public void What_is_written_about_a_client_is_read_again()
    {
        Assert.True(CrashProtocol.TryRead(CrashProtocol.Begun(2), 3, out var begun, out var isAnswered));
        Assert.Equal((2, false), (begun, isAnswered));
        Assert.True(CrashProtocol.TryRead(CrashProtocol.Answered(0), 3, out var answered, out isAnswered));
        Assert.Equal((0, true), (answered, isAnswered));
    }

    [Theory]
    [InlineData("opened")]
    [InlineData("answered")]
    [InlineData("answe")]
    [InlineData("answered ")]
    [InlineData("answered 3")]
    [InlineData("")]
    public void A_line_that_is_cut_off_or_about_somebody_else_is_none(string line) =>
        Assert.False(CrashProtocol.TryRead(line, 3, out _, out _));
}

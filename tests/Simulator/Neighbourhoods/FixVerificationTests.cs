using Sim.Simulator.Neighbourhoods;

namespace Sim.Simulator.Tests.Neighbourhoods;

public sealed class FixVerificationTests
{
    [Fact]
    public void The_bound_is_that_of_Clopper_and_Pearson_and_nearly_three_over_n()
    {
        Assert.Equal(1, FixVerification.UpperBound(0));
        Assert.Equal(0.95, FixVerification.UpperBound(1), 6);
        Assert.Equal(0.258866, FixVerification.UpperBound(10), 6);
        Assert.Equal(0.0029913, FixVerification.UpperBound(1000), 6);
    }
}

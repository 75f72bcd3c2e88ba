using Sim.Runtime.Locks;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Runtime.Tests.Locks;

public sealed class AsyncResultTests
{
    private readonly AsyncResult<int> _result = new(new OperatingSystemRuntime(new Seed(1)), "the-result");

    [Fact]
    public async Task Whoever_waits_before_or_after_gets_the_value()
    {
        var first = _result.Wait().AsTask();
        var second = _result.Wait().AsTask();
        Assert.False(first.IsCompleted);
        Assert.True(_result.TrySet(7));
        Assert.Equal(7, await first.Guarded());
        Assert.Equal(7, await second.Guarded());
        Assert.Equal(7, await _result.Wait());
    }

    [Fact]
    public async Task An_error_is_thrown_at_every_wait()
    {
        var waiting = _result.Wait().AsTask();
        Assert.True(_result.TryFail(new InvalidDataException("broken")));
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidDataException>(() => waiting.Guarded())).Message);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await _result.Wait());
    }

    [Fact]
    public async Task The_first_outcome_stays()
    {
        Assert.True(_result.TrySet(1));
        Assert.False(_result.TrySet(2));
        Assert.False(_result.TryFail(new InvalidDataException()));
        Assert.Equal(1, await _result.Wait());
    }
}

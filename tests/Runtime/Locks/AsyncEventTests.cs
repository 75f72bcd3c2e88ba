using Sim.Runtime.Locks;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Runtime.Tests.Locks;

public sealed class AsyncEventTests
{
    private readonly AsyncEvent _event = new(new OperatingSystemRuntime(new Seed(1)), "the-event");

    [Fact]
    public async Task A_signal_that_finds_nobody_is_remembered_once()
    {
        _event.Set();
        _event.Set();
        Assert.Equal(WaitOutcome.Signaled, await _event.Wait());
        var second = _event.Wait().AsTask();
        Assert.False(second.IsCompleted);
        _event.Set();
        Assert.Equal(WaitOutcome.Signaled, await second.Guarded());
    }

    [Fact]
    public async Task A_signal_wakes_one_waiter_the_longest_waiting_first()
    {
        var first = _event.Wait().AsTask();
        var second = _event.Wait().AsTask();
        _event.Set();
        Assert.Equal(WaitOutcome.Signaled, await first.Guarded());
        Assert.False(second.IsCompleted);
        _event.Set();
        Assert.Equal(WaitOutcome.Signaled, await second.Guarded());
    }

    [Fact]
    public async Task A_wait_without_a_signal_ends_when_its_time_runs_out()
    {
        Assert.Equal(WaitOutcome.TimedOut, await _event.Wait(TimeSpan.Zero));
        Assert.Equal(WaitOutcome.TimedOut, await _event.Wait(TimeSpan.FromMilliseconds(1)).AsTask().Guarded());

        // The waiter that gave up does not swallow the next signal.
        _event.Set();
        Assert.Equal(WaitOutcome.Signaled, await _event.Wait(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_signal_before_the_time_runs_out_ends_the_wait()
    {
        var waiting = _event.Wait(TimeSpan.FromDays(1)).AsTask();
        Assert.False(waiting.IsCompleted);
        _event.Set();
        Assert.Equal(WaitOutcome.Signaled, await waiting.Guarded());
    }

    [Fact]
    public async Task A_negative_timeout_is_refused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _event.Wait(TimeSpan.FromSeconds(-1)));

    [Fact]
    public async Task Closing_ends_every_wait_and_a_remembered_signal_comes_first()
    {
        var first = _event.Wait().AsTask();
        var second = _event.Wait(TimeSpan.FromDays(1)).AsTask();
        _event.Close();
        Assert.Equal(WaitOutcome.Closed, await first.Guarded());
        Assert.Equal(WaitOutcome.Closed, await second.Guarded());
        _event.Set();
        Assert.Equal(WaitOutcome.Closed, await _event.Wait());

        var other = new AsyncEvent(new OperatingSystemRuntime(new Seed(1)), "other");
        other.Set();
        other.Close();
        Assert.Equal(WaitOutcome.Signaled, await other.Wait());
        Assert.Equal(WaitOutcome.Closed, await other.Wait());
    }

    [Fact]
    public async Task No_signal_is_lost_between_a_producer_and_a_consumer_with_a_short_patience()
    {
        const int count = 2000;
        var runtime = new OperatingSystemRuntime(new Seed(1));
        var produced = 0;
        var consumer = runtime.Start("consumer", async () =>
        {
            // The consumer sleeps only after it has seen everything, so a lost signal would let it sleep for ever.
            for (var consumed = 0; consumed < count;)
            {
                consumed = Volatile.Read(ref produced);
                if (consumed < count)
                {
                    await _event.Wait();
                }
            }
        });
        var impatient = runtime.Start("impatient", async () =>
        {
            while (Volatile.Read(ref produced) < count)
            {
                // It shares the event and passes on what it gets, but may time out in the very moment of a signal.
                if (await _event.Wait(TimeSpan.FromTicks(1)) == WaitOutcome.Signaled)
                {
                    _event.Set();
                }
            }
        });
        await runtime.Start("producer", async () =>
        {
            for (var i = 0; i < count; i++)
            {
                Interlocked.Increment(ref produced);
                _event.Set();
                await Task.Yield();
            }
        }).Guarded();
        await Task.WhenAll(consumer, impatient).Guarded();
        Assert.Equal(count, produced);
    }
}

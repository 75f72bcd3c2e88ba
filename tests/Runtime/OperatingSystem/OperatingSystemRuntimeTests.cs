using Sim.Runtime.Locks;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Runtime.Tests.OperatingSystem;

public sealed class OperatingSystemRuntimeTests
{
    private readonly OperatingSystemRuntime _runtime = new(new Seed(9));

    [Fact]
    public void A_random_stream_goes_on_where_it_was_left()
    {
        var expected = new Seed(9).Stream("levels");
        Assert.Equal(expected.NextBits(), _runtime.Random("levels").NextBits());
        _runtime.Random("other").NextBits();
        Assert.Equal(expected.NextBits(), _runtime.Random("levels").NextBits());
    }

    [Fact]
    public async Task Asking_for_streams_on_many_threads_gives_one_stream_per_name()
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => Task.Run(() => _runtime.Random($"stream-{n % 4}")))).Guarded();
        Assert.Equal(4, streams.Distinct().Count());
    }

    [Fact]
    public async Task A_waiter_is_released_once_before_or_after_it_is_waited_for()
    {
        var target = new AsyncEvent(_runtime, "e");
        var early = _runtime.CreateWaiter(target);
        Assert.True(early.TryRelease(WaitOutcome.Closed));
        Assert.False(early.TryRelease(WaitOutcome.Signaled));
        Assert.Equal(WaitOutcome.Closed, await early.Wait());

        var late = _runtime.CreateWaiter(target);
        var waiting = late.Wait().AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.True(late.TryRelease(WaitOutcome.TimedOut));
        Assert.Equal(WaitOutcome.TimedOut, await waiting.Guarded());
    }

    [Fact]
    public async Task The_released_task_does_not_run_inside_the_call_that_releases_it()
    {
        var waiter = _runtime.CreateWaiter(new AsyncEvent(_runtime, "e"));
        var releasingThread = 0;
        var ranInside = false;
        var isWaiting = new TaskCompletionSource();

        // Started in the thread pool, where no context of the test runner takes the continuation away.
        var released = _runtime.Start("waiter", async () =>
        {
            var looking = WaitAndLook();
            isWaiting.SetResult();
            await looking;
        });
        await isWaiting.Task.Guarded();
        Volatile.Write(ref releasingThread, Environment.CurrentManagedThreadId);
        waiter.TryRelease(WaitOutcome.Signaled);
        Volatile.Write(ref releasingThread, 0);
        await released.Guarded();
        Assert.False(ranInside);

        async Task WaitAndLook()
        {
            await waiter.Wait();
            ranInside = Volatile.Read(ref releasingThread) == Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task A_task_that_fails_faults_what_was_returned_for_it() =>
        await Assert.ThrowsAsync<InvalidDataException>(
            () => _runtime.Start("task", () => Task.FromException(new InvalidDataException())).Guarded());
}

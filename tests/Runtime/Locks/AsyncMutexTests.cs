using Sim.Runtime.Locks;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Runtime.Tests.Locks;

public sealed class AsyncMutexTests
{
    private readonly OperatingSystemRuntime _runtime = new(new Seed(1));

    [Fact]
    public async Task A_free_mutex_is_taken_at_once_and_is_free_again_after_its_release()
    {
        var mutex = new AsyncMutex(_runtime, "m");
        var locking = mutex.Lock().AsTask();
        Assert.True(locking.IsCompletedSuccessfully);
        Assert.True(mutex.IsHeld);

        (await locking).Dispose();
        Assert.False(mutex.IsHeld);
    }

    [Fact]
    public async Task Waiting_tasks_get_the_mutex_in_the_order_in_which_they_asked()
    {
        var mutex = new AsyncMutex(_runtime, "m");
        var holder = await mutex.Lock();
        var waiting = Enumerable.Range(0, 5).Select(_ => mutex.Lock().AsTask()).ToArray();

        for (var i = 0; i < waiting.Length; i++)
        {
            Assert.All(waiting[i..], task => Assert.False(task.IsCompleted));
            holder.Dispose();
            holder = await waiting[i].Guarded();
        }

        holder.Dispose();
        Assert.False(mutex.IsHeld);
    }

    [Fact]
    public async Task A_release_hands_over_so_that_nobody_barges_in()
    {
        var mutex = new AsyncMutex(_runtime, "m");
        var holder = await mutex.Lock();
        var first = mutex.Lock().AsTask();
        holder.Dispose();

        // The waiting task may not have run yet, but the mutex is its own already.
        var second = mutex.Lock().AsTask();
        Assert.False(second.IsCompleted);
        (await first.Guarded()).Dispose();
        (await second.Guarded()).Dispose();
    }

    [Fact]
    public async Task Many_tasks_on_many_threads_exclude_each_other()
    {
        const int taskCount = 32;
        const int roundCount = 500;
        var mutex = new AsyncMutex(_runtime, "m");
        var counter = 0;
        var inside = 0;
        var overlaps = 0;

        var tasks = Enumerable.Range(0, taskCount).Select(n => _runtime.Start($"task-{n}", async () =>
        {
            for (var round = 0; round < roundCount; round++)
            {
                using (await mutex.Lock())
                {
                    overlaps += Interlocked.Increment(ref inside) - 1;
                    var seen = counter;
                    if (round % 16 == 0)
                    {
                        await Task.Yield();
                    }

                    counter = seen + 1;
                    Interlocked.Decrement(ref inside);
                }
            }
        }));
        await Task.WhenAll(tasks).Guarded();

        Assert.Equal(0, overlaps);
        Assert.Equal(taskCount * roundCount, counter);
    }

    [Fact]
    public async Task Releasing_twice_throws_even_through_a_copy_and_after_another_task_has_taken_it()
    {
        var mutex = new AsyncMutex(_runtime, "the-mutex");
        var guard = await mutex.Lock();
        var copy = guard;
        guard.Dispose();
        Assert.Contains("the-mutex", Assert.Throws<InvalidOperationException>(() => copy.Dispose()).Message, StringComparison.Ordinal);

        var other = await mutex.Lock();
        Assert.Throws<InvalidOperationException>(() => copy.Dispose());
        Assert.True(mutex.IsHeld);
        other.Dispose();
    }

    [Fact]
    public async Task A_guard_covers_its_own_mutex_while_it_is_held()
    {
        var mutex = new AsyncMutex(_runtime, "m");
        var other = new AsyncMutex(_runtime, "m");
        var guard = await mutex.Lock();
        Assert.True(guard.Covers(mutex));
        Assert.False(guard.Covers(other));
        Assert.False(default(MutexGuard).Covers(mutex));
        guard.Dispose();
        Assert.False(guard.Covers(mutex));
        Assert.False(default(MutexGuard).Covers(mutex));
    }
}

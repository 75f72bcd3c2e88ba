using Sim.Runtime.Locks;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Runtime.Tests.Locks;

public sealed class AsyncReaderWriterLockTests
{
    private readonly OperatingSystemRuntime _runtime = new(new Seed(1));
    private readonly AsyncReaderWriterLock _lock;

    public AsyncReaderWriterLockTests() => _lock = new AsyncReaderWriterLock(_runtime, "the-lock");

    [Fact]
    public async Task Readers_share_and_a_writer_waits_for_all_of_them()
    {
        var first = await _lock.Read();
        var second = await _lock.Read();
        var writing = _lock.Write().AsTask();

        Assert.False(writing.IsCompleted);
        first.Dispose();
        Assert.False(writing.IsCompleted);
        second.Dispose();

        var writer = await writing.Guarded();
        Assert.True(_lock.IsWriteHeld);
        writer.Dispose();
        Assert.False(_lock.IsWriteHeld);
    }

    [Fact]
    public async Task A_reader_waits_behind_a_writer_that_asked_before_it()
    {
        var reader = await _lock.Read();
        var writing = _lock.Write().AsTask();
        var late = _lock.Read().AsTask();
        Assert.False(late.IsCompleted);

        reader.Dispose();
        var writer = await writing.Guarded();
        Assert.False(late.IsCompleted);
        writer.Dispose();
        (await late.Guarded()).Dispose();
    }

    [Fact]
    public async Task Readers_that_waited_for_one_writer_enter_together_and_the_next_writer_after_them()
    {
        var writer = await _lock.Write();
        var firstReading = _lock.Read().AsTask();
        var secondReading = _lock.Read().AsTask();
        var writing = _lock.Write().AsTask();
        var lastReading = _lock.Read().AsTask();

        writer.Dispose();
        var first = await firstReading.Guarded();
        var second = await secondReading.Guarded();
        Assert.False(writing.IsCompleted);
        first.Dispose();
        second.Dispose();
        var next = await writing.Guarded();
        Assert.False(lastReading.IsCompleted);
        next.Dispose();
        (await lastReading.Guarded()).Dispose();
    }

    [Fact]
    public async Task An_upgradable_hold_shares_with_readers_and_shuts_out_writers_and_its_like()
    {
        var upgradable = await _lock.UpgradableRead();
        var reader = await _lock.Read();
        var other = _lock.UpgradableRead().AsTask();
        Assert.False(other.IsCompleted);

        // A reader passes an upgradable hold that waits for another one: it delays it by nothing.
        var passing = _lock.Read().AsTask();
        Assert.True(passing.IsCompletedSuccessfully);
        (await passing).Dispose();

        var writing = _lock.Write().AsTask();
        Assert.False(writing.IsCompleted);
        reader.Dispose();
        upgradable.Dispose();
        (await other.Guarded()).Dispose();
        (await writing.Guarded()).Dispose();
    }

    [Fact]
    public async Task An_upgrade_waits_for_the_readers_and_new_readers_queue_behind_it()
    {
        var reader = await _lock.Read();
        using var upgradable = await _lock.UpgradableRead();
        var upgrading = upgradable.Upgrade().AsTask();
        var late = _lock.Read().AsTask();
        Assert.False(upgrading.IsCompleted);
        Assert.False(late.IsCompleted);

        reader.Dispose();
        var writer = await upgrading.Guarded();
        Assert.True(writer.Covers(_lock));
        Assert.False(late.IsCompleted);

        // Back to the upgradable hold, which the reader shares.
        writer.Dispose();
        Assert.False(_lock.IsWriteHeld);
        (await late.Guarded()).Dispose();
        (await upgradable.Upgrade().AsTask().Guarded()).Dispose();
    }

    [Fact]
    public async Task An_upgrade_goes_before_a_writer_that_asked_earlier()
    {
        var upgradable = await _lock.UpgradableRead();
        var writing = _lock.Write().AsTask();
        var upgraded = await upgradable.Upgrade().AsTask().Guarded();
        upgraded.Dispose();
        Assert.False(writing.IsCompleted);
        upgradable.Dispose();
        (await writing.Guarded()).Dispose();
    }

    [Fact]
    public async Task Releasing_the_upgradable_hold_releases_the_upgrade_too()
    {
        var upgradable = await _lock.UpgradableRead();
        var upgraded = await upgradable.Upgrade();
        var reading = _lock.Read().AsTask();
        Assert.False(reading.IsCompleted);

        upgradable.Dispose();
        Assert.False(upgraded.Covers(_lock));
        (await reading.Guarded()).Dispose();
        Assert.Throws<InvalidOperationException>(() => upgraded.Dispose());
    }

    [Fact]
    public async Task What_is_not_held_is_neither_released_nor_upgraded()
    {
        var reader = await _lock.Read();
        reader.Dispose();
        var error = Assert.Throws<InvalidOperationException>(() => reader.Dispose());
        Assert.Contains("the-lock", error.Message, StringComparison.Ordinal);

        var writer = await _lock.Write();
        writer.Dispose();
        Assert.Throws<InvalidOperationException>(() => writer.Dispose());

        var upgradable = await _lock.UpgradableRead();
        upgradable.Dispose();
        Assert.Throws<InvalidOperationException>(upgradable.Dispose);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await upgradable.Upgrade());

        default(ReadGuard).Dispose();
        default(WriteGuard).Dispose();
    }

    [Fact]
    public async Task An_upgradable_hold_is_upgraded_once_at_a_time_and_not_released_while_it_waits()
    {
        var reader = await _lock.Read();
        var upgradable = await _lock.UpgradableRead();
        var upgrading = upgradable.Upgrade().AsTask();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await upgradable.Upgrade());
        Assert.Throws<InvalidOperationException>(upgradable.Dispose);

        reader.Dispose();
        var upgraded = await upgrading.Guarded();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await upgradable.Upgrade());
        upgraded.Dispose();
        upgradable.Dispose();
    }

    [Fact]
    public async Task A_write_guard_covers_its_own_lock_while_it_is_held()
    {
        var other = new AsyncReaderWriterLock(_runtime, "the-lock");
        var writer = await _lock.Write();
        Assert.True(writer.Covers(_lock));
        Assert.False(writer.Covers(other));
        writer.Dispose();
        Assert.False(writer.Covers(_lock));
        Assert.False(default(WriteGuard).Covers(_lock));
    }

    [Fact]
    public async Task Readers_writers_and_upgrades_on_many_threads_never_meet()
    {
        const int taskCount = 24;
        const int roundCount = 300;
        var readers = 0;
        var writers = 0;
        var meetings = 0;
        var counter = 0;

        async Task Exclusive()
        {
            if (Interlocked.Increment(ref writers) != 1 || Volatile.Read(ref readers) != 0)
            {
                Interlocked.Increment(ref meetings);
            }

            var seen = counter;
            await Task.Yield();
            counter = seen + 1;
            Interlocked.Decrement(ref writers);
        }

        var tasks = Enumerable.Range(0, taskCount).Select(n => _runtime.Start($"task-{n}", async () =>
        {
            for (var round = 0; round < roundCount; round++)
            {
                switch ((n + round) % 3)
                {
                    case 0:
                        using (await _lock.Read())
                        {
                            Interlocked.Increment(ref readers);
                            if (Volatile.Read(ref writers) != 0)
                            {
                                Interlocked.Increment(ref meetings);
                            }

                            await Task.Yield();
                            Interlocked.Decrement(ref readers);
                        }

                        break;
                    case 1:
                        using (await _lock.Write())
                        {
                            await Exclusive();
                        }

                        break;
                    default:
                        using (var upgradable = await _lock.UpgradableRead())
                        {
                            var before = Volatile.Read(ref counter);
                            using (await upgradable.Upgrade())
                            {
                                // No writer came between the upgradable hold and the exclusive one.
                                if (before != counter)
                                {
                                    Interlocked.Increment(ref meetings);
                                }

                                await Exclusive();
                            }
                        }

                        break;
                }
            }
        }));
        await Task.WhenAll(tasks).Guarded();

        Assert.Equal(0, meetings);
        Assert.Equal(taskCount * roundCount * 2 / 3, counter);
    }
}

using System.Globalization;
using CsCheck;
using Sim.Runtime.Locks;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Properties.CsCheck.Tests;

/// <summary>
/// The locks on real threads: whatever several threads do at once must come to what they would have done one after the other, in some order.
/// Each change looks, lets others go on, and writes what it made of what it saw, so that without the lock changes would get lost.
/// </summary>
public sealed class LockTests
{
    private const int Iterations = 60;
    private const int Sequential = 2;
    private const int Parallel = 5;
    private const int Threads = 4;

    [Fact]
    public void Changes_under_a_mutex_have_an_order() =>
        Gen.Const(0).Select(_ => new MutexAccount()).SampleParallel(
            Gen.Int[1, 9].Operation<MutexAccount>(n => $"add {n}", (account, n) => account.Change(balance => balance + n)),
            Gen.Int[2, 4].Operation<MutexAccount>(n => $"times {n}", (account, n) => account.Change(balance => unchecked(balance * n))),
            equal: (left, right) => left.Balance == right.Balance,
            maxSequentialOperations: Sequential,
            maxParallelOperations: Parallel,
            iter: Iterations,
            threads: Threads,
            print: account => $"{account.Balance}");

    [Fact]
    public void Changes_under_a_reader_writer_lock_have_an_order_however_they_got_it() =>
        Gen.Const(0).Select(_ => new SharedAccount()).SampleParallel(
            Gen.Int[1, 9].Operation<SharedAccount>(n => $"add {n}", (account, n) => account.Write(balance => balance + n)),
            Gen.Int[2, 4].Operation<SharedAccount>(n => $"times {n} after looking", (account, n) => account.Upgrade(balance => unchecked(balance * n))),
            Gen.Operation<SharedAccount>("read", account => account.Read()),
            equal: (left, right) => left.Balance == right.Balance,
            maxSequentialOperations: Sequential,
            maxParallelOperations: Parallel,
            iter: Iterations,
            threads: Threads,
            print: account => $"{account.Balance}");

    [Fact]
    public void A_queue_gives_what_it_got_in_that_order() =>
        Gen.Const(0).Select(_ => (new CheckedQueue(), new Queue<int>())).SampleModelBased(
            Gen.Int[0, 99].Operation<CheckedQueue, Queue<int>>(
                n => $"enqueue {n}",
                (queue, n) => queue.Enqueue(n),
                (model, n) =>
                {
                    if (model.Count < CheckedQueue.Capacity)
                    {
                        model.Enqueue(n);
                    }
                }),
            Gen.Operation<CheckedQueue, Queue<int>>("dequeue", queue => queue.Dequeue(), model => model.TryDequeue(out _)),
            equal: (queue, model) => queue.Given.SequenceEqual(queue.Taken.Concat(model)),
            iter: Iterations,
            threads: 1);

    private sealed class MutexAccount
    {
        private readonly AsyncMutex _mutex = new(new OperatingSystemRuntime(new Seed(1)), "account");

        internal int Balance { get; private set; }

        internal void Change(Func<int, int> change) => Blocking.Run(async () =>
        {
            using var guard = await _mutex.Lock();
            var seen = Balance;
            await Task.Yield();
            Balance = change(seen);
        });
    }

    private sealed class SharedAccount
    {
        private readonly AsyncReaderWriterLock _lock = new(new OperatingSystemRuntime(new Seed(1)), "account");

        internal int Balance { get; private set; }

        internal void Read() => Blocking.Run(async () =>
        {
            using var guard = await _lock.Read();
            var seen = Balance;
            await Task.Yield();
            Assert.Equal(seen, Balance);
        });

        internal void Write(Func<int, int> change) => Blocking.Run(async () =>
        {
            using var guard = await _lock.Write();
            var seen = Balance;
            await Task.Yield();
            Balance = change(seen);
        });

        internal void Upgrade(Func<int, int> change) => Blocking.Run(async () =>
        {
            using var guard = await _lock.UpgradableRead();
            var seen = Balance;
            await Task.Yield();
            using var upgraded = await guard.Upgrade();
            Balance = change(seen);
        });
    }

    private sealed class CheckedQueue
    {
        internal const int Capacity = 4;

        private readonly BoundedQueue<string> _queue = new(new OperatingSystemRuntime(new Seed(1)), "queue", Capacity);

        internal List<int> Given { get; } = [];

        internal List<int> Taken { get; } = [];

        internal void Enqueue(int item) => Blocking.Run(async () =>
        {
            if (_queue.Count < Capacity)
            {
                Assert.True(await _queue.Reserve());
                _queue.Fill($"{item}");
                Given.Add(item);
            }
        });

        internal void Dequeue() => Blocking.Run(async () =>
        {
            if (_queue.Count > 0)
            {
                Taken.Add(int.Parse((await _queue.Dequeue())!, CultureInfo.InvariantCulture));
            }
        });
    }
}

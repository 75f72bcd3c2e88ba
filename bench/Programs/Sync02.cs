using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A task looks outside the lock whether it has to wait, and then locks and waits. The signal that falls in between wakes nobody.
/// </summary>
public sealed class Sync02 : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "sync02";

    /// <inheritdoc/>
    public string Source => "after SCTBench, CS/sync02_bad: a slot with a condition; testing the predicate outside the lock is a textbook mistake";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var filled = new ConditionVariable(runtime, "filled");
        var items = new SharedVariable<int>(runtime, "items", 0);
        return Task.WhenAll(runtime.Start("producer", Produce), runtime.Start("consumer", Consume));

        async Task Produce()
        {
            using (await mutex.Lock())
            {
                await items.Write(1);
                await filled.Signal();
            }
        }

        async Task Consume()
        {
            if (!isFixed)
            {
                if (await items.Read() > 0)
                {
                    return;
                }

                var blind = await filled.Wait(mutex, await mutex.Lock());
                blind.Dispose();
                return;
            }

            var guard = await mutex.Lock();
            while (await items.Read() == 0)
            {
                guard = await filled.Wait(mutex, guard);
            }

            guard.Dispose();
        }
    }
}

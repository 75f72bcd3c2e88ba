using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>A consumer waits for a signal without looking whether what it waits for has happened already.</summary>
public sealed class MissedSignal : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "missed_signal";

    /// <inheritdoc/>
    public string Source => "Farchi, Nir and Ur, Concurrent bug patterns and how to test them (2003), lost notify";

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
            var guard = await mutex.Lock();
            while (!isFixed || await items.Read() == 0)
            {
                guard = await filled.Wait(mutex, guard);
                if (!isFixed)
                {
                    break;
                }
            }

            Claim.Holds(await items.Read() == 1, "a consumer that was woken finds an item");
            guard.Dispose();
        }
    }
}

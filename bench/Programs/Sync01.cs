using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A producer and two consumers around one slot. A consumer that was woken does not look again whether the slot is still full: another one,
/// which came between the signal and the wake-up, may have emptied it.
/// </summary>
public sealed class Sync01 : IBenchProgram
{
    private const int Consumers = 2;

    /// <inheritdoc/>
    public string Name => "sync01";

    /// <inheritdoc/>
    public string Source => "after SCTBench, CS/sync01_bad: one slot, a mutex and two conditions; 'if' for 'while' is a textbook mistake";

    /// <inheritdoc/>
    public int Tasks => Consumers + 1;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var filled = new ConditionVariable(runtime, "filled");
        var emptied = new ConditionVariable(runtime, "emptied");
        var items = new SharedVariable<int>(runtime, "items", 0);
        return Task.WhenAll(
            runtime.Start("producer", Produce), runtime.Start("consumer", Consume), runtime.Start("consumer-too", Consume));

        async Task Produce()
        {
            for (var i = 0; i < Consumers; i++)
            {
                var guard = await mutex.Lock();
                while (await items.Read() > 0)
                {
                    guard = await emptied.Wait(mutex, guard);
                }

                await items.Write(1);
                await filled.Signal();
                guard.Dispose();
            }
        }

        async Task Consume()
        {
            var guard = await mutex.Lock();
            while (await items.Read() == 0)
            {
                guard = await filled.Wait(mutex, guard);
                if (!isFixed)
                {
                    break;
                }
            }

            Claim.Holds(await items.Read() == 1, "a consumer takes from a full slot");
            await items.Write(0);
            await emptied.Signal();
            guard.Dispose();
        }
    }
}

using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A task waits in an inner monitor and gives that up while it waits, but not the outer one, which the task that would signal has to pass.
/// </summary>
public sealed class NestedMonitor : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "nested_monitor";

    /// <inheritdoc/>
    public string Source => "Lister, The problem of nested monitor calls (1977)";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var outer = new AsyncMutex(runtime, "outer");
        var inner = new AsyncMutex(runtime, "inner");
        var filled = new ConditionVariable(runtime, "filled");
        var items = new SharedVariable<int>(runtime, "items", 0);
        return Task.WhenAll(runtime.Start("consumer", Consume), runtime.Start("producer", Produce));

        async Task Consume()
        {
            using (isFixed ? default : await outer.Lock())
            {
                var guard = await inner.Lock();
                while (await items.Read() == 0)
                {
                    guard = await filled.Wait(inner, guard);
                }

                guard.Dispose();
            }
        }

        async Task Produce()
        {
            using (await outer.Lock())
            using (await inner.Lock())
            {
                await items.Write(1);
                await filled.Signal();
            }
        }
    }
}

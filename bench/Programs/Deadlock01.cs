using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>Two tasks take two locks, each in its own order.</summary>
public sealed class Deadlock01 : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "deadlock01";

    /// <inheritdoc/>
    public string Source => "SCTBench, CS/deadlock01_bad";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var left = new AsyncMutex(runtime, "left");
        var right = new AsyncMutex(runtime, "right");
        var counter = new SharedVariable<int>(runtime, "counter", 0);
        return Task.WhenAll(
            runtime.Start("up", () => Add(left, right, 1)),
            runtime.Start("down", () => isFixed ? Add(left, right, -1) : Add(right, left, -1)));

        async Task Add(AsyncMutex first, AsyncMutex second, int amount)
        {
            using (await first.Lock())
            using (await second.Lock())
            {
                await counter.Write(await counter.Read() + amount);
            }
        }
    }
}

using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>One task guards a number with one lock, the others with another.</summary>
public sealed class WrongLock(int others) : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => $"wronglock_{others}";

    /// <inheritdoc/>
    public string Source => "SCTBench, CS/wronglock_bad and wronglock_3_bad";

    /// <inheritdoc/>
    public int Tasks => others + 1;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var right = new AsyncMutex(runtime, "right");
        var wrong = new AsyncMutex(runtime, "wrong");
        var data = new SharedVariable<int>(runtime, "data", 0);
        return Task.WhenAll(
            Enumerable.Range(1, others).Select(number => runtime.Start($"other-{number}", AddElsewhere)).Append(runtime.Start("checked", Add)));

        async Task Add()
        {
            using (await right.Lock())
            {
                var seen = await data.Read();
                await data.Write(seen + 1);
                Claim.Holds(await data.Read() == seen + 1, "under the lock nobody else writes");
            }
        }

        async Task AddElsewhere()
        {
            using (await (isFixed ? right : wrong).Lock())
            {
                await data.Write(await data.Read() + 1);
            }
        }
    }
}

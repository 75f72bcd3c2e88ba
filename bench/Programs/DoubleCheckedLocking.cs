using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>An instance made on first use, and published before its field is set.</summary>
public sealed class DoubleCheckedLocking : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "double_checked_locking";

    /// <inheritdoc/>
    public string Source => "Bacon and others, The double-checked locking is broken declaration (2000)";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var isPublished = new SharedVariable<bool>(runtime, "is-published", false);
        var field = new SharedVariable<int>(runtime, "field", 0);
        return Task.WhenAll(runtime.Start("first", Use), runtime.Start("second", Use));

        async Task Use()
        {
            if (!await isPublished.Read())
            {
                using (await mutex.Lock())
                {
                    if (!await isPublished.Read())
                    {
                        await Make();
                    }
                }
            }

            Claim.Holds(await field.Read() == 42, "an instance is used when it is complete");
        }

        async Task Make()
        {
            if (isFixed)
            {
                await field.Write(42);
                await isPublished.Write(true);
            }
            else
            {
                await isPublished.Write(true);
                await field.Write(42);
            }
        }
    }
}

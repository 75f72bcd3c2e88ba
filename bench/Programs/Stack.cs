using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>A stack whose takers look outside the lock whether there is anything to take.</summary>
public sealed class Stack : IBenchProgram
{
    private const int Items = 2;

    /// <inheritdoc/>
    public string Name => "stack";

    /// <inheritdoc/>
    public string Source => "SCTBench, CS/stack_bad";

    /// <inheritdoc/>
    public int Tasks => 3;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var height = new SharedVariable<int>(runtime, "height", 0);
        return Task.WhenAll(runtime.Start("push", Push), runtime.Start("pop", Pop), runtime.Start("pop-too", Pop));

        async Task Push()
        {
            for (var i = 0; i < Items; i++)
            {
                using (await mutex.Lock())
                {
                    await height.Write(await height.Read() + 1);
                }
            }
        }

        async Task Pop()
        {
            for (var i = 0; i < Items; i++)
            {
                if (!isFixed && await height.Read() == 0)
                {
                    continue;
                }

                using (await mutex.Lock())
                {
                    var seen = await height.Read();
                    if (isFixed && seen == 0)
                    {
                        continue;
                    }

                    Claim.Holds(seen > 0, "nothing is taken from an empty stack");
                    await height.Write(seen - 1);
                }
            }
        }
    }
}

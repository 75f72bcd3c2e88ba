using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// Two tasks add to a number, a third relies on seeing at most the first addition. Each takes the lock; nothing says in which order. In the
/// fixed version the second addition waits for the reader.
/// </summary>
public sealed class Lazy01 : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "lazy01";

    /// <inheritdoc/>
    public string Source => "SCTBench, CS/lazy01_bad";

    /// <inheritdoc/>
    public int Tasks => 3;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var data = new SharedVariable<int>(runtime, "data", 0);
        var isRead = new CountingSemaphore(runtime, "is-read", 0);
        return Task.WhenAll(runtime.Start("first", First), runtime.Start("second", Second), runtime.Start("reader", Read));

        async Task First()
        {
            using (await mutex.Lock())
            {
                await data.Write(await data.Read() + 1);
            }
        }

        async Task Second()
        {
            if (isFixed)
            {
                await isRead.Wait();
            }

            using (await mutex.Lock())
            {
                await data.Write(await data.Read() + 2);
            }
        }

        async Task Read()
        {
            using (await mutex.Lock())
            {
                Claim.Holds(await data.Read() < 3, "the reader comes before the second addition");
            }

            await isRead.Release();
        }
    }
}

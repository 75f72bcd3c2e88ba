using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A read-write lock made by hand: the writer waits until there are no readers and then says that it writes; a reader may come in between.
/// </summary>
public sealed class ReadWriteLock : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "read_write_lock";

    /// <inheritdoc/>
    public string Source => "after SV-COMP, pthread-atomic/read_write_lock, with the test and the set of the lock apart";

    /// <inheritdoc/>
    public int Tasks => 4;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var writing = new AsyncMutex(runtime, "writers");
        var entering = new AsyncMutex(runtime, "entering");
        var isWriting = new SharedVariable<bool>(runtime, "is-writing", false);
        var readers = new SharedVariable<int>(runtime, "readers", 0);
        var data = new SharedVariable<int>(runtime, "data", 0);
        return Task.WhenAll(
            runtime.Start("writer", Write),
            runtime.Start("writer-too", Write),
            runtime.Start("reader", Read),
            runtime.Start("reader-too", Read));

        async Task Write()
        {
            using (await writing.Lock())
            {
                if (isFixed)
                {
                    // No reader can enter any more once the flag is set, so the wait for those inside comes after it.
                    using (await entering.Lock())
                    {
                        await isWriting.Write(true);
                    }

                    await readers.WaitUntil(static count => count == 0);
                }
                else
                {
                    await readers.WaitUntil(static count => count == 0);
                    await isWriting.Write(true);
                }

                await data.Write(await data.Read() + 1);
                await isWriting.Write(false);
            }
        }

        async Task Read()
        {
            await Enter();
            var seen = await data.Read();
            Claim.Holds(seen == await data.Read(), "nobody writes while a reader reads");
            await readers.Update(static count => count - 1);
        }

        async Task Enter()
        {
            while (true)
            {
                await isWriting.WaitUntil(static isSet => !isSet);
                using (isFixed ? await entering.Lock() : default)
                {
                    if (!isFixed || !await isWriting.Read())
                    {
                        await readers.Update(static count => count + 1);
                        return;
                    }
                }
            }
        }
    }
}

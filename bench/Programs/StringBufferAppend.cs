using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A string buffer whose methods each take its lock: appending one buffer to another asks for the length first and for the characters then,
/// and the other buffer may have been cut in between.
/// </summary>
public sealed class StringBufferAppend : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "stringbuffer";

    /// <inheritdoc/>
    public string Source => "Flanagan and Qadeer, types for atomicity (2003), StringBuffer of Java 1.4; SCTBench, CB/stringbuffer-jdk1.4";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "buffer");
        var length = new SharedVariable<int>(runtime, "length", 3);
        return Task.WhenAll(runtime.Start("append", Append), runtime.Start("erase", Erase));

        async Task Append()
        {
            int seen;
            if (isFixed)
            {
                using (await mutex.Lock())
                {
                    await Copy(await length.Read());
                }

                return;
            }

            using (await mutex.Lock())
            {
                seen = await length.Read();
            }

            using (await mutex.Lock())
            {
                await Copy(seen);
            }
        }

        async Task Copy(int count) => Claim.Holds(count <= await length.Read(), "only characters that are there are copied");

        async Task Erase()
        {
            using (await mutex.Lock())
            {
                await length.Write(0);
            }
        }
    }
}

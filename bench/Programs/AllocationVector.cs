using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>Finding a free block and marking it as used each take the lock; the two together do not.</summary>
public sealed class AllocationVector : IBenchProgram
{
    private const int Blocks = 3;

    /// <inheritdoc/>
    public string Name => "allocation_vector";

    /// <inheritdoc/>
    public string Source => "Eytani and Ur, Compiling a benchmark of documented multi-threaded bugs (2004), allocation vector";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var isUsed = new SharedArray<bool>(runtime, "is-used", Blocks, false);
        return Task.WhenAll(runtime.Start("left", Allocate), runtime.Start("right", Allocate));

        async Task Allocate()
        {
            if (isFixed)
            {
                using (await mutex.Lock())
                {
                    await Mark(await FindFree());
                }

                return;
            }

            int block;
            using (await mutex.Lock())
            {
                block = await FindFree();
            }

            using (await mutex.Lock())
            {
                await Mark(block);
            }
        }

        async Task<int> FindFree()
        {
            var block = 0;
            while (await isUsed[block].Read())
            {
                block++;
            }

            return block;
        }

        async Task Mark(int block)
        {
            Claim.Holds(!await isUsed[block].Read(), "a block is given to one task");
            await isUsed[block].Write(true);
        }
    }
}

using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A file system hands blocks to files: each task looks for a free block from a place that depends on its file. Whether a block is busy is
/// looked up before the block's lock is taken, so one block comes to belong to two files.
/// </summary>
public sealed class FileSystemBlocks : IBenchProgram
{
    private const int Files = 3;
    private const int Blocks = 4;

    /// <inheritdoc/>
    public string Name => "fsbench";

    /// <inheritdoc/>
    public string Source => "Flanagan and Godefroid, dynamic partial-order reduction (2005), file system; SCTBench, CS/fsbench_bad";

    /// <inheritdoc/>
    public int Tasks => 4;

    /// <inheritdoc/>
    public async Task Run(IRuntime runtime, bool isFixed)
    {
        var fileLocks = Enumerable.Range(0, Files).Select(file => new AsyncMutex(runtime, $"file-lock-{file}")).ToArray();
        var blockLocks = Enumerable.Range(0, Blocks).Select(block => new AsyncMutex(runtime, $"block-lock-{block}")).ToArray();
        var blockOf = new SharedArray<int>(runtime, "block-of", Files, -1);
        var isBusy = new SharedArray<bool>(runtime, "is-busy", Blocks, false);
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(number => runtime.Start($"task-{number}", () => Allocate(number % Files))));
        Claim.Holds(blockOf.FinalValues.Distinct().Count() == Files, "each file has a block of its own");

        async Task Allocate(int file)
        {
            using (await fileLocks[file].Lock())
            {
                if (await blockOf[file].Read() >= 0)
                {
                    return;
                }

                var block = file * 2 % Blocks;
                while (!await TryTake(block, file))
                {
                    block = (block + 1) % Blocks;
                }
            }
        }

        async Task<bool> TryTake(int block, int file)
        {
            if (!isFixed && await isBusy[block].Read())
            {
                return false;
            }

            using (await blockLocks[block].Lock())
            {
                if (isFixed && await isBusy[block].Read())
                {
                    return false;
                }

                await isBusy[block].Write(true);
                await blockOf[file].Write(block);
                return true;
            }
        }
    }
}

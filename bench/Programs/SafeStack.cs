using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// Vyukov's lock-free stack of array indexes, whose mistake needs three tasks and at least five preemptions: an index comes back while a slow
/// task still has the old successor in hand. A task that fails to pop a few times leaves, so that every schedule ends. The fixed version does
/// each operation under a lock.
/// </summary>
public sealed class SafeStack : IBenchProgram
{
    private const int Cells = 3;
    private const int Attempts = 3;
    private const int AttemptsToPop = 2;

    /// <inheritdoc/>
    public string Name => "safestack";

    /// <inheritdoc/>
    public string Source => "Vyukov, bug with a context switch bound of 5 (2010); SCTBench, misc/safestack";

    /// <inheritdoc/>
    public int Tasks => 3;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var head = new SharedVariable<int>(runtime, "head", 0);
        var count = new SharedVariable<int>(runtime, "count", Cells);
        var successors = new SharedVariable<int>[Cells];
        var owners = new SharedArray<int>(runtime, "owner", Cells, -1);
        for (var cell = 0; cell < Cells; cell++)
        {
            successors[cell] = new SharedVariable<int>(runtime, $"successor[{cell}]", cell + 1 < Cells ? cell + 1 : -1);
        }

        return Task.WhenAll(
            runtime.Start("first", () => Use(0)), runtime.Start("second", () => Use(1)), runtime.Start("third", () => Use(2)));

        async Task Use(int self)
        {
            var rounds = 0;
            for (var attempt = 0; attempt < Attempts && rounds < 2; attempt++)
            {
                var cell = await Pop();
                if (cell < 0)
                {
                    continue;
                }

                rounds++;
                await owners[cell].Write(self);
                Claim.Holds(await owners[cell].Read() == self, "a cell has one owner");
                await Push(cell);
            }
        }

        async Task<int> Pop()
        {
            using (isFixed ? await mutex.Lock() : default)
            {
                for (var attempt = 0; attempt < AttemptsToPop && await count.Read() > 1; attempt++)
                {
                    var first = await head.Read();
                    var next = await successors[first].Exchange(-1);
                    if (next < 0)
                    {
                        continue;
                    }

                    if (await head.CompareExchange(first, next))
                    {
                        await count.Update(static number => number - 1);
                        return first;
                    }

                    await successors[first].Exchange(next);
                }

                return -1;
            }
        }

        async Task Push(int cell)
        {
            using (isFixed ? await mutex.Lock() : default)
            {
                int first;
                do
                {
                    first = await head.Read();
                    await successors[cell].Write(first);
                }
                while (!await head.CompareExchange(first, cell));

                await count.Update(static number => number + 1);
            }
        }
    }
}

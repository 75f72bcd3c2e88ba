using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// The queue of the Cilk-5 scheduler: the owner pushes and pops at the tail, a thief steals at the head under a lock. The owner has to give
/// up the tail before it looks at the head; here it looks first, and owner and thief both take the last item.
/// </summary>
public sealed class WorkStealingQueue : IBenchProgram
{
    private const int Items = 3;

    /// <inheritdoc/>
    public string Name => "work_stealing_queue";

    /// <inheritdoc/>
    public string Source => "Frigo, Leiserson and Randall, Cilk-5 (1998), the THE protocol; SCTBench, chess/WSQ";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var head = new SharedVariable<int>(runtime, "head", 0);
        var tail = new SharedVariable<int>(runtime, "tail", 0);
        var slots = new SharedArray<int>(runtime, "slot", Items, -1);
        var isTaken = new bool[Items];
        return Task.WhenAll(runtime.Start("owner", Own), runtime.Start("thief", Steal));

        async Task Own()
        {
            for (var item = 0; item < Items; item++)
            {
                var end = await tail.Read();
                await slots[end].Write(item);
                await tail.Write(end + 1);
                if (item > 0)
                {
                    Take(await Pop());
                }
            }

            Take(await Pop());
        }

        async Task<int> Pop()
        {
            var end = await tail.Read() - 1;
            if (!isFixed)
            {
                if (await head.Read() > end)
                {
                    return -1;
                }

                await tail.Write(end);
                return await slots[end].Read();
            }

            await tail.Write(end);
            if (await head.Read() <= end)
            {
                return await slots[end].Read();
            }

            await tail.Write(end + 1);
            using (await mutex.Lock())
            {
                await tail.Write(end);
                if (await head.Read() <= end)
                {
                    return await slots[end].Read();
                }

                await tail.Write(end + 1);
                return -1;
            }
        }

        async Task Steal()
        {
            for (var i = 0; i < 2; i++)
            {
                using (await mutex.Lock())
                {
                    var first = await head.Read();
                    await head.Write(first + 1);
                    if (first < await tail.Read())
                    {
                        Take(await slots[first].Read());
                    }
                    else
                    {
                        await head.Write(first);
                    }
                }
            }
        }

        void Take(int item)
        {
            if (item >= 0)
            {
                Claim.Holds(!isTaken[item], "an item is taken once");
                isTaken[item] = true;
            }
        }
    }
}

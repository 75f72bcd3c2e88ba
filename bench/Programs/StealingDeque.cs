using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// The lock-free deque of Chase and Lev: the owner pops at the bottom, thieves steal at the top with a compare-and-swap. For the last item
/// the owner must win the same compare-and-swap; here it just moves the top on.
/// </summary>
public sealed class StealingDeque : IBenchProgram
{
    private const int Items = 2;

    /// <inheritdoc/>
    public string Name => "interlocked_work_stealing_queue";

    /// <inheritdoc/>
    public string Source => "Chase and Lev, dynamic circular work-stealing deque (2005); SCTBench, chess/IWSQ";

    /// <inheritdoc/>
    public int Tasks => 3;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var top = new SharedVariable<int>(runtime, "top", 0);
        var bottom = new SharedVariable<int>(runtime, "bottom", 0);
        var slots = new SharedArray<int>(runtime, "slot", Items, -1);
        var isTaken = new bool[Items];
        return Task.WhenAll(runtime.Start("owner", Own), runtime.Start("thief", Steal), runtime.Start("thief-too", Steal));

        async Task Own()
        {
            for (var item = 0; item < Items; item++)
            {
                var end = await bottom.Read();
                await slots[end].Write(item);
                await bottom.Write(end + 1);
            }

            for (var item = 0; item < Items; item++)
            {
                await Pop();
            }
        }

        async Task Pop()
        {
            var end = await bottom.Read() - 1;
            await bottom.Write(end);
            var first = await top.Read();
            if (first > end)
            {
                await bottom.Write(end + 1);
                return;
            }

            var item = await slots[end].Read();
            if (first < end)
            {
                Take(item);
                return;
            }

            var isWon = true;
            if (isFixed)
            {
                isWon = await top.CompareExchange(first, first + 1);
            }
            else
            {
                await top.Write(first + 1);
            }

            await bottom.Write(end + 1);
            if (isWon)
            {
                Take(item);
            }
        }

        async Task Steal()
        {
            var first = await top.Read();
            if (first >= await bottom.Read())
            {
                return;
            }

            var item = await slots[first].Read();
            if (await top.CompareExchange(first, first + 1))
            {
                Take(item);
            }
        }

        void Take(int item)
        {
            Claim.Holds(!isTaken[item], "an item is taken once");
            isTaken[item] = true;
        }
    }
}

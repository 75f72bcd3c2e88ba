using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>A queue of fixed size whose number of items is kept by both ends, without a lock.</summary>
public sealed class TaskQueue : IBenchProgram
{
    private const int Items = 3;

    /// <inheritdoc/>
    public string Name => "queue";

    /// <inheritdoc/>
    public string Source => "SCTBench, CS/queue_bad";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public async Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var slots = new SharedArray<int>(runtime, "slot", Items, 0);
        var amount = new SharedVariable<int>(runtime, "amount", 0);
        var taken = 0;
        await Task.WhenAll(runtime.Start("enqueue", Enqueue), runtime.Start("dequeue", Dequeue));
        Claim.Holds(amount.FinalValue == Items - taken, "what was put in and not taken out is in the queue");

        async Task Enqueue()
        {
            for (var i = 0; i < Items; i++)
            {
                using (isFixed ? await mutex.Lock() : default)
                {
                    await slots[i].Write(i + 1);
                    await amount.Write(await amount.Read() + 1);
                }
            }
        }

        async Task Dequeue()
        {
            for (var i = 0; i < Items; i++)
            {
                using (isFixed ? await mutex.Lock() : default)
                {
                    var seen = await amount.Read();
                    if (seen > 0)
                    {
                        Claim.Holds(await slots[taken].Read() == taken + 1, "items come in the order in which they were put in");
                        taken++;
                        await amount.Write(seen - 1);
                    }
                }
            }
        }
    }
}

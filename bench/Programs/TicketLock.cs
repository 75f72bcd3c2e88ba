using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>A ticket lock whose tickets are drawn by reading the counter and writing it back: two tasks draw the same.</summary>
public sealed class TicketLock : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "ticket_lock";

    /// <inheritdoc/>
    public string Source => "Mellor-Crummey and Scott, Algorithms for scalable synchronization (1991), with the draw not atomic; SV-COMP, pthread-atomic";

    /// <inheritdoc/>
    public int Tasks => 3;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var next = new SharedVariable<int>(runtime, "next", 0);
        var serving = new SharedVariable<int>(runtime, "serving", 0);
        var inside = new SharedVariable<int>(runtime, "inside", 0);
        return Task.WhenAll(runtime.Start("first", Enter), runtime.Start("second", Enter), runtime.Start("third", Enter));

        async Task Enter()
        {
            int ticket;
            if (isFixed)
            {
                ticket = await next.Update(static number => number + 1) - 1;
            }
            else
            {
                ticket = await next.Read();
                await next.Write(ticket + 1);
            }

            await serving.WaitUntil(number => number == ticket);
            Claim.Holds(await inside.Update(static count => count + 1) == 1, "one task is inside at a time");
            await inside.Update(static count => count - 1);
            await serving.Write(ticket + 1);
        }
    }
}

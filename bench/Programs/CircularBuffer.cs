using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// One sender, one receiver, a ring of two slots without a lock. The sender publishes the new end of the ring before it has filled the slot.
/// </summary>
public sealed class CircularBuffer : IBenchProgram
{
    private const int Slots = 2;
    private const int Items = 4;

    /// <inheritdoc/>
    public string Name => "circular_buffer";

    /// <inheritdoc/>
    public string Source => "SCTBench, CS/circular_buffer_bad";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var slots = new SharedArray<int>(runtime, "slot", Slots, 0);
        var sent = new SharedVariable<int>(runtime, "sent", 0);
        var received = new SharedVariable<int>(runtime, "received", 0);
        return Task.WhenAll(runtime.Start("sender", Send), runtime.Start("receiver", Receive));

        async Task Send()
        {
            for (var item = 1; item <= Items; item++)
            {
                var bound = item - Slots;
                await received.WaitUntil(count => count >= bound);
                var slot = slots[(item - 1) % Slots];
                if (isFixed)
                {
                    await slot.Write(item);
                    await sent.Write(item);
                }
                else
                {
                    await sent.Write(item);
                    await slot.Write(item);
                }
            }
        }

        async Task Receive()
        {
            for (var item = 1; item <= Items; item++)
            {
                var bound = item;
                await sent.WaitUntil(count => count >= bound);
                Claim.Holds(await slots[(item - 1) % Slots].Read() == item, "items are received as they were sent");
                await received.Write(item);
            }
        }
    }
}

using System.Threading.Channels;
using Sim.Bench.Primitives;

namespace Sim.Bench.Plain;

/// <summary>
/// A buffer of one slot. Whoever finds it full waits for the news that there is room, and believes the news: two that were waiting both put
/// their item in. The fixed buffer looks again.
/// </summary>
public sealed class HandoffBuffer : IPlainProgram
{
    private const int Producers = 3;

    /// <inheritdoc/>
    public string Name => "plain_bounded_buffer";

    /// <inheritdoc/>
    public string Source => "Lampson and Redell, Experience with processes and monitors in Mesa (1980): a signal is a hint";

    /// <inheritdoc/>
    public int Tasks => Producers + 1;

    /// <inheritdoc/>
    public async Task Run(TimeProvider time, bool isFixed)
    {
        var slot = new Queue<int>();
        var room = NewSignal();
        var requests = Channel.CreateUnbounded<int>();
        await Task.WhenAll(Enumerable.Range(1, Producers).Select(Put).Append(TakeAll()));

        async Task Put(int item)
        {
            // What is put in comes from somewhere, and takes a while to come.
            await Task.Delay(TimeSpan.FromMilliseconds(1), time);
            if (isFixed)
            {
                while (slot.Count > 0)
                {
                    await room.Task;
                }
            }
            else if (slot.Count > 0)
            {
                await room.Task;
            }

            Claim.Holds(slot.Count == 0, "an item is put into an empty slot");
            slot.Enqueue(item);
            await requests.Writer.WriteAsync(item);
        }

        async Task TakeAll()
        {
            for (var taken = 0; taken < Producers; taken++)
            {
                await requests.Reader.ReadAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(1), time);
                slot.Dequeue();
                var signal = room;
                room = NewSignal();
                signal.SetResult();
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

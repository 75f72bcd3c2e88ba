using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A buffer of one slot with one condition for "not full" and "not empty" and a signal that wakes one task. When it wakes one of the wrong
/// kind, the signal is used up and everybody sleeps. The fixed version wakes all.
/// </summary>
public sealed class BoundedBuffer : IBenchProgram
{
    private const int ItemsEach = 2;

    /// <inheritdoc/>
    public string Name => "bounded_buffer";

    /// <inheritdoc/>
    public string Source => "the bounded buffer of Magee and Kramer, Concurrency (1999), with notify in place of notifyAll; IBM benchmark, BoundedBuffer";

    /// <inheritdoc/>
    public int Tasks => 4;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var changed = new ConditionVariable(runtime, "changed");
        var items = new SharedVariable<int>(runtime, "items", 0);
        return Task.WhenAll(
            runtime.Start("producer", () => Move(0, 1)),
            runtime.Start("producer-too", () => Move(0, 1)),
            runtime.Start("consumer", () => Move(1, 0)),
            runtime.Start("consumer-too", () => Move(1, 0)));

        async Task Move(int source, int target)
        {
            for (var i = 0; i < ItemsEach; i++)
            {
                var guard = await mutex.Lock();
                while (await items.Read() != source)
                {
                    guard = await changed.Wait(mutex, guard);
                }

                await items.Write(target);
                await (isFixed ? changed.Broadcast() : changed.Signal());
                guard.Dispose();
            }
        }
    }
}

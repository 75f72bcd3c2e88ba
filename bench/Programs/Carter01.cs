using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// Two groups of tasks exclude each other: the first of a group to come locks the room, the last to leave unlocks it. Both groups count
/// their members under one mutex, and the task that waits for the room waits with that mutex in hand.
/// </summary>
public sealed class Carter01 : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "carter01";

    /// <inheritdoc/>
    public string Source => "SCTBench, CS/carter01_bad";

    /// <inheritdoc/>
    public int Tasks => 4;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var other = isFixed ? new AsyncMutex(runtime, "mutex-of-second") : mutex;
        var room = new AsyncMutex(runtime, "room");
        var first = new SharedVariable<int>(runtime, "first", 0);
        var second = new SharedVariable<int>(runtime, "second", 0);
        return Task.WhenAll(
            runtime.Start("first", () => Visit(mutex, first)),
            runtime.Start("second", () => Visit(other, second)),
            runtime.Start("passer-by", PassBy),
            runtime.Start("passer-by-too", PassBy));

        async Task Visit(AsyncMutex counting, SharedVariable<int> members)
        {
            // Each group has one member here, so the task that locks the room is the one that unlocks it.
            var guard = default(MutexGuard);
            using (await counting.Lock())
            {
                if (await members.Update(static count => count + 1) == 1)
                {
                    guard = await room.Lock();
                }
            }

            using (await counting.Lock())
            {
                if (await members.Update(static count => count - 1) == 0)
                {
                    guard.Dispose();
                }
            }
        }

        async Task PassBy()
        {
            using (await mutex.Lock())
            {
                await first.Read();
            }
        }
    }
}

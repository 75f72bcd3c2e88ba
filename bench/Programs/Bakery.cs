using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// Lamport's bakery without the flag that says that a task is still choosing its number: a task with a number chosen long ago, and written
/// late, is overlooked.
/// </summary>
public sealed class Bakery : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "bakery";

    /// <inheritdoc/>
    public string Source => "Lamport, A new solution of Dijkstra's concurrent programming problem (1974); SV-COMP, pthread/lamport";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var isChoosing = new SharedArray<bool>(runtime, "is-choosing", 2, false);
        var numbers = new SharedArray<int>(runtime, "number", 2, 0);
        var inside = new SharedVariable<int>(runtime, "inside", 0);
        return Task.WhenAll(runtime.Start("left", () => Enter(0)), runtime.Start("right", () => Enter(1)));

        async Task Enter(int self)
        {
            var other = 1 - self;
            if (isFixed)
            {
                await isChoosing[self].Write(true);
            }

            var mine = await numbers[other].Read() + 1;
            await numbers[self].Write(mine);
            if (isFixed)
            {
                await isChoosing[self].Write(false);
                await isChoosing[other].WaitUntil(static isSet => !isSet);
            }

            await numbers[other].WaitUntil(theirs => theirs == 0 || (mine, self).CompareTo((theirs, other)) < 0);
            Claim.Holds(await inside.Update(static count => count + 1) == 1, "one task is inside at a time");
            await inside.Update(static count => count - 1);
            await numbers[self].Write(0);
        }
    }
}

using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// A sequence lock: the writer makes the sequence odd while it writes, the reader looks at it before and after. Here the reader looks before
/// only.
/// </summary>
public sealed class SequenceLock : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "sequence_lock";

    /// <inheritdoc/>
    public string Source => "Lameter, Effective synchronization on Linux/NUMA systems (2005), without the second look";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var sequence = new SharedVariable<int>(runtime, "sequence", 0);
        var left = new SharedVariable<int>(runtime, "left", 0);
        var right = new SharedVariable<int>(runtime, "right", 0);
        return Task.WhenAll(runtime.Start("writer", Write), runtime.Start("reader", Read));

        async Task Write()
        {
            for (var value = 1; value <= 2; value++)
            {
                await sequence.Update(static number => number + 1);
                await left.Write(value);
                await right.Write(value);
                await sequence.Update(static number => number + 1);
            }
        }

        async Task Read()
        {
            var before = await sequence.WaitUntil(static number => number % 2 == 0);
            var pair = (Left: await left.Read(), Right: await right.Read());
            if (!isFixed || await sequence.Read() == before)
            {
                Claim.Holds(pair.Left == pair.Right, "both halves are of one write");
            }
        }
    }
}

using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Partial-order sampling: Yuan, Yang and Gu, "Partial order aware concurrency sampling" (2018). Each step that could be taken has a random
/// priority, and the highest is taken. Those that conflict with it (same resource, and one of the two writes) draw again; the others keep what they
/// have. So an order of two steps that cannot matter is not drawn for, and the orders that matter get the more of the chances.
/// </summary>
/// <remarks>
/// It is only as good as what points say of themselves: steps whose resource is unknown conflict with nothing, so they keep the priority
/// that they drew on arrival.
/// </remarks>
public sealed class PosStrategy(RandomStream stream) : IStrategy
{
    /// <inheritdoc/>
    public string Name => "pos";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        // Priorities belong to the candidates, and go with them.
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var count = decision.Count;
        if (count == 1)
        {
            return 0;
        }

        var chosen = 0;
        var highest = 0UL;
        for (var i = 0; i < count; i++)
        {
            ref var priority = ref decision[i].Mark;
            if (priority == 0)
            {
                // Never 0, which says that none was drawn.
                priority = stream.NextBits() | 1;
            }

            if (priority > highest)
            {
                (chosen, highest) = (i, priority);
            }
        }

        var next = decision[chosen];
        for (var i = 0; i < count; i++)
        {
            var other = decision[i];
            if (i != chosen && next.ConflictsWith(other))
            {
                other.Mark = 0;
            }
        }

        return chosen;
    }
}

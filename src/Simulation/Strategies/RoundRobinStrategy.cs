namespace Sim.Simulation.Strategies;

/// <summary>
/// Takes the candidate that has waited longest, so that tasks take turns: the fairest schedule, in which nothing starves and every spinning
/// task sees the others make progress.
/// </summary>
public sealed class RoundRobinStrategy : IStrategy
{
    /// <inheritdoc/>
    public string Name => "round-robin";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        // Nothing is remembered.
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var chosen = 0;
        var earliest = decision[0].Arrival;
        for (var i = 1; i < decision.Count; i++)
        {
            var arrival = decision[i].Arrival;
            if (arrival < earliest)
            {
                (chosen, earliest) = (i, arrival);
            }
        }

        return chosen;
    }
}

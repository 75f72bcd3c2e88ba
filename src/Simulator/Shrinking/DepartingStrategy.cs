using Sim.Simulation.Strategies;

namespace Sim.Simulator.Shrinking;

/// <summary>Another strategy with a single departure from it: at one of the choices of a world, another candidate.</summary>
/// <param name="inner">The other strategy, which must not mind that its choice is not taken.</param>
/// <param name="choice">Which choice, from 0 on, over all incarnations. A step without an alternative is none.</param>
/// <param name="rank">Which of the other candidates; where there are fewer, the rank is taken round.</param>
internal sealed class DepartingStrategy(IStrategy inner, long choice, int rank) : IStrategy
{
    private long _made;

    /// <inheritdoc/>
    public string Name => $"{inner.Name} with one departure";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        inner.Begin(incarnation);
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        if (decision.Count == 1)
        {
            return 0;
        }

        var usual = inner.Choose(decision);
        return _made++ == choice ? (usual + 1 + (rank % (decision.Count - 1))) % decision.Count : usual;
    }
}

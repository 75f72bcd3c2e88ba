using Sim.Simulation.Strategies;

namespace Sim.Simulator.Explaining;

/// <summary>One strategy for the first choices of a world, over all incarnations, and another for the rest. A step without an alternative is no choice.</summary>
internal sealed class PrefixStrategy(IStrategy first, long choices, IStrategy rest) : IStrategy
{
    private long _made;

    /// <inheritdoc/>
    public string Name => $"{first.Name}, then {rest.Name}";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        first.Begin(incarnation);
        rest.Begin(incarnation);
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        if (decision.Count == 1)
        {
            return 0;
        }

        return _made++ < choices ? first.Choose(decision) : rest.Choose(decision);
    }
}

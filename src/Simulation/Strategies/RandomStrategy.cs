using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>
/// A random walk: each candidate is equally likely. Simple, without parameters, and hard to beat on shallow bugs: Thomson, Donaldson and
/// Betts, "Concurrency testing using controlled schedulers: an empirical study" (2016).
/// </summary>
public sealed class RandomStrategy(RandomStream stream) : IStrategy
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        // The walk just goes on: it remembers nothing of a run.
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var count = decision.Count;
        return count == 1 ? 0 : stream.Below(count);
    }
}

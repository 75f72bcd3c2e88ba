using System.Diagnostics;
using Sim.Simulation.Strategies;

namespace Sim.Bench.Soaking;

/// <summary>A strategy, and a clock that knows when it is asked.</summary>
internal sealed class TimedStrategy(IStrategy strategy, ShareClock clock) : IStrategy
{
    /// <inheritdoc/>
    public string Name => strategy.Name;

    /// <inheritdoc/>
    public void Begin(int incarnation) => strategy.Begin(incarnation);

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        clock.EndComparing();
        var began = Stopwatch.GetTimestamp();
        var chosen = strategy.Choose(decision);
        clock.EndChoosing(began);
        return chosen;
    }
}

namespace Sim.Simulation.Strategies;

/// <summary>The base policy: run the current task until it blocks, then the runnable task with the lowest id. The calmest schedule.</summary>
public sealed class BaseStrategy : IStrategy
{
    /// <inheritdoc/>
    public string Name => "base";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        // Nothing is remembered.
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision) => decision.BaseIndex;
}

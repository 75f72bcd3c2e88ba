namespace Sim.Simulation.Strategies;

/// <summary>
/// Another strategy for so many steps of a run, and then round robin, so that a task that waits for another by polling sees it make progress and
/// the run ends. The idea of a fair suffix is that of Coyote's FairPCT: Deligiannis and others, "Industrial-strength controlled concurrency
/// testing" (2023).
/// </summary>
public sealed class FairSuffixStrategy : IStrategy
{
    private readonly IStrategy _inner;
    private readonly RoundRobinStrategy _suffix = new();
    private readonly long _steps;

    /// <summary>The strategy that turns fair after so many steps of an incarnation. It owns the inner one.</summary>
    public FairSuffixStrategy(IStrategy inner, long steps)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        _inner = inner;
        _steps = steps;
    }

    /// <inheritdoc/>
    public string Name => IsImplied ? _inner.Name : $"fair:{_steps}:{_inner.Name}";

    /// <summary>Whether the catalog makes this suffix without being asked, so that the name does not mention it.</summary>
    internal bool IsImplied { get; init; }

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _inner.Begin(incarnation);
        _suffix.Begin(incarnation);
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision) => decision.Step < _steps ? _inner.Choose(decision) : _suffix.Choose(decision);
}

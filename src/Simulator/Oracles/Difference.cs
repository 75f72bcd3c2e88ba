using Sim.Contracts.Points;

namespace Sim.Simulator.Oracles;

/// <summary>What one read got wrong.</summary>
/// <param name="Observable">The kind of read: search, scroll, count or retrieve.</param>
/// <param name="Text">The query and what is wrong, in one line.</param>
internal sealed record Difference(string Observable, string Text)
{
    /// <summary>Ids that should have been there.</summary>
    public IReadOnlyCollection<PointId> Missing { get; init; } = [];

    /// <summary>Ids that should not have been there.</summary>
    public IReadOnlyCollection<PointId> Extra { get; init; } = [];

    /// <summary>Ids that were there with another content, score or place.</summary>
    public IReadOnlyCollection<PointId> Different { get; init; } = [];

    /// <summary>Those of them whose points were read, as the model and as the engine have them.</summary>
    public IReadOnlyCollection<PointSides> Sides { get; init; } = [];
}

using Sim.Contracts;
using Sim.Contracts.Points;

namespace Sim.Simulator.Oracles;

/// <summary>One failure: its signature, a text of one or more lines, and the ids that it concerns.</summary>
internal sealed record Failure(FailureSignature Signature, string Text)
{
    /// <summary>Ids that should have been there.</summary>
    public ValueList<PointId> Missing { get; init; } = [];

    /// <summary>Ids that should not have been there.</summary>
    public ValueList<PointId> Extra { get; init; } = [];

    /// <summary>Ids that were there with another content, score or place.</summary>
    public ValueList<PointId> Different { get; init; } = [];

    /// <summary>Those of them whose points were read, as the model and as the engine have them, in the order of the ids.</summary>
    public ValueList<PointSides> Sides { get; init; } = [];
}

using Sim.Contracts.Points;

namespace Sim.Simulator.Oracles;

/// <summary>One point on the two sides of a comparison that failed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Model">What the model has; null for nothing.</param>
/// <param name="Engine">What the engine gave; null for nothing.</param>
internal sealed record PointSides(PointId Id, Point? Model, Point? Engine);

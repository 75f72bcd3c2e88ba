using Sim.Contracts.Points;

namespace Sim.Contracts.Results;

/// <summary>A point that a search found, with its score as the vector's distance defines it.</summary>
public sealed record ScoredPoint(PointId Id, float Score);

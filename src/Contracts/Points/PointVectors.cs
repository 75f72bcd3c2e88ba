namespace Sim.Contracts.Points;

/// <summary>Some vectors of a point, by vector name.</summary>
public sealed record PointVectors(PointId Id, NameMap<DenseVector> Vectors);

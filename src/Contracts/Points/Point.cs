using Sim.Contracts.Payloads;

namespace Sim.Contracts.Points;

/// <summary>
/// A point: its id, its vectors by vector name and its payload. A point may lack some of the collection's vectors; a search
/// over a vector sees only the points that have it.
/// </summary>
public sealed record Point(PointId Id, NameMap<DenseVector> Vectors, NameMap<PayloadValue> Payload);

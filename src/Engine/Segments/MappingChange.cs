using Sim.Contracts.Points;

namespace Sim.Engine.Segments;

/// <summary>A change of an appendable segment's mapping: a point was put at an offset, or, without one, deleted.</summary>
internal readonly record struct MappingChange(PointId Id, int? Offset);

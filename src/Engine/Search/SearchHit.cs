using Sim.Contracts;
using Sim.Contracts.Points;

namespace Sim.Engine.Search;

/// <summary>A point found in one segment, in the version that the segment has.</summary>
internal readonly record struct SearchHit(PointId Id, float Score, OperationNumber Version)
{
    /// <summary>The point as it was found; null when only its score matters.</summary>
    public Point? Point { get; init; }
}

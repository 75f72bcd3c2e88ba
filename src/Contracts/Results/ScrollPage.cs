using Sim.Contracts.Points;

namespace Sim.Contracts.Results;

/// <summary>A page of points in the order of their ids.</summary>
/// <param name="Points">The points.</param>
/// <param name="Next">The offset of the next page; null when there is none.</param>
public sealed record ScrollPage(ValueList<Point> Points, PointId? Next);

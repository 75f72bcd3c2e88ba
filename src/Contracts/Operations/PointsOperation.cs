using Sim.Contracts.Points;

namespace Sim.Contracts.Operations;

/// <summary>An operation that does the same to each of the points with these ids. Ids that do not exist are passed over.</summary>
/// <param name="Ids">The points; one given twice counts once.</param>
public abstract record PointsOperation(ValueList<PointId> Ids) : Operation;

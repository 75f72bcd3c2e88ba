using Sim.Contracts.Points;

namespace Sim.Contracts.Queries;

/// <summary>The points with these ids. Those that do not exist are left out; an id given twice is returned once.</summary>
public sealed record RetrieveQuery(ValueList<PointId> Ids);

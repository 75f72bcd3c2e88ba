using Sim.Contracts.Filters;

namespace Sim.Contracts.Queries;

/// <summary>The exact number of points that match the filter; null counts all.</summary>
public sealed record CountQuery(Filter? Filter);

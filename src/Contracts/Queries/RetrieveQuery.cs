using Sim.Contracts.Points;

namespace Sim.Contracts.Queries;

/// <summary>The points with these ids. Those that do not exist are left out; an id given twice is returned once.</summary>
public sealed record RetrieveQuery(ValueList<PointId> Ids)
{
    /// <summary>What to return of the payloads.</summary>
    public PayloadSelector WithPayload { get; init; } = PayloadSelector.All;

    /// <summary>What to return of the vectors.</summary>
    public VectorSelector WithVectors { get; init; } = VectorSelector.All;
}

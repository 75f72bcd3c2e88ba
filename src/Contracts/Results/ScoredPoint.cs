using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Contracts.Results;

/// <summary>A point that a search found, with its score as the vector's distance defines it.</summary>
public sealed record ScoredPoint(PointId Id, float Score)
{
    /// <summary>What was selected of the payload; null when none of it was asked for.</summary>
    public NameMap<PayloadValue>? Payload { get; init; }

    /// <summary>What was selected of the vectors; null when none was asked for.</summary>
    public NameMap<DenseVector>? Vectors { get; init; }
}

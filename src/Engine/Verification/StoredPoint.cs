using Sim.Contracts;
using Sim.Contracts.Points;

namespace Sim.Engine.Verification;

/// <summary>A live point in the files of a segment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Offset">Where it lies in the segment.</param>
/// <param name="Version">The operation that made it what it is.</param>
internal readonly record struct StoredPoint(PointId Id, int Offset, OperationNumber Version);

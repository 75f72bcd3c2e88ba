using Sim.Contracts;
using Sim.Contracts.Points;

namespace Sim.Model;

/// <summary>The right answer to a stage of a query.</summary>
/// <param name="Ranked">The points, best first, with their scores, and how far a score computed in 32-bit floats may lie from each.</param>
/// <param name="IsDecided">
/// True when rounding cannot change which points these are nor their order. Where it is false, two scores or a score and the threshold are nearer to each
/// other than the tolerances, and what follows from their order cannot be told by the model.
/// </param>
public sealed record StageAnswer(ValueList<(PointId Id, double Score, double Tolerance)> Ranked, bool IsDecided);

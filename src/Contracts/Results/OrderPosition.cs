using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Contracts.Results;

/// <summary>A place in an order of points: a value, and the first id with it.</summary>
public sealed record OrderPosition(PayloadValue Value, PointId Id);

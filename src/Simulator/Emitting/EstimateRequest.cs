using Sim.Contracts.Queries;

namespace Sim.Simulator.Emitting;

/// <summary>An estimate that is asked for.</summary>
internal sealed record EstimateRequest(CountQuery Query);

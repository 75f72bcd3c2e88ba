using Sim.Contracts.Operations;

namespace Sim.Simulator.Emitting;

/// <summary>An operation that is sent.</summary>
internal sealed record UpdateRequest(Operation Operation, bool Wait);

namespace Sim.Simulator.Emitting;

/// <summary>An entry cannot be written as a test; the message says why.</summary>
internal sealed class EmitException(string message) : Exception(message);

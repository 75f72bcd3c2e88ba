namespace Sim.Simulator.Emitting;

/// <summary>A snapshot that is restored into another directory, or, without a path, what an earlier restore has left there; opened, looked at and closed.</summary>
internal sealed record RestoreRequest(string? Path, string Directory);

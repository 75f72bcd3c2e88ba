namespace Sim.Simulator.RealWorld;

/// <summary>How an incarnation ended before its client did.</summary>
/// <param name="KilledBefore">The point, or the call that changes the disk, before which it was killed; null when it was not, or before a call that only reads.</param>
/// <param name="Task">The task that an exception left; null when it was killed.</param>
/// <param name="Failure">That exception.</param>
internal sealed record RealEnd(string? KilledBefore, string? Task, Exception? Failure);

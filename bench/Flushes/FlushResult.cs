namespace Sim.Bench.Flushes;

/// <summary>What came of leaving one flush out.</summary>
/// <param name="Place">The place in the engine's code, and where asked for the kind of file.</param>
/// <param name="Seeds">How many seeds were run, the failing one among them.</param>
/// <param name="Seconds">How long that took.</param>
/// <param name="Spared">How many flushes were left out.</param>
/// <param name="Failure">The oracle, what it saw and when; null when nothing was found.</param>
internal sealed record FlushResult(string Place, long Seeds, double Seconds, long Spared, string? Failure);

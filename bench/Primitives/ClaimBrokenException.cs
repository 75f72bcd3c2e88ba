namespace Sim.Bench.Primitives;

/// <summary>
/// A program has shown its bug. A type of its own, so that a mistake in the program's text, which throws something else, does not count as
/// a bug that was found.
/// </summary>
public sealed class ClaimBrokenException(string claim) : Exception($"This does not hold: {claim}");

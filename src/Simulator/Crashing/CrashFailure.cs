using Sim.Runtime.Randomness;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Crashing;

/// <summary>A failure, and what is left to look at.</summary>
/// <param name="Session">The seed of the session.</param>
/// <param name="Round">The child after which it was seen, from 0 on.</param>
/// <param name="Failure">What was seen.</param>
/// <param name="Before">The directory as the kill left it, before recovery.</param>
/// <param name="After">The directory after recovery.</param>
internal sealed record CrashFailure(Seed Session, int Round, Failure Failure, string Before, string After);

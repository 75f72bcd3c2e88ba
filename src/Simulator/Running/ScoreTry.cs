using Sim.Simulator.Oracles;

namespace Sim.Simulator.Running;

/// <summary>One search for a defect over fresh seeds.</summary>
/// <param name="Schedules">How many seeds were run to their end.</param>
/// <param name="Milliseconds">Real time to the end of the first that failed, or of the search.</param>
/// <param name="Signature">How it failed; null when none did.</param>
internal sealed record ScoreTry(long Schedules, long Milliseconds, FailureSignature? Signature);

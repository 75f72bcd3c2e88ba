using Sim.Simulator.Running;

namespace Sim.Simulator.Corpus;

/// <summary>A failure that was not on its recorded schedule, and was found again.</summary>
/// <param name="Result">The run that has given it.</param>
/// <param name="Fit">How it was found.</param>
/// <param name="Moved">What was moved for it; null when it was found on another schedule.</param>
/// <param name="Updated">The entry as it replays exactly on this program.</param>
/// <param name="Tries">How many runs were tried, that one among them.</param>
internal sealed record FoundAgain(IterationResult Result, ReplayFit Fit, Misfits? Moved, CorpusEntry Updated, int Tries);

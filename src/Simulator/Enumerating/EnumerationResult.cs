using Sim.Simulator.Oracles;

namespace Sim.Simulator.Enumerating;

/// <summary>What came of crashing one run everywhere.</summary>
/// <param name="Positions">Calls that change the disk.</param>
/// <param name="Crashes">Crashes that were recovered from; those that would leave what an earlier one has left are not counted.</param>
/// <param name="Skipped">Positions at which several clients were sending.</param>
/// <param name="Found">The first failure; null when there is none.</param>
/// <param name="OfTheRun">A failure of the run itself, without any of these crashes.</param>
internal sealed record EnumerationResult(long Positions, long Crashes, long Skipped, EnumeratedFailure? Found, Failure? OfTheRun);

namespace Sim.Simulator.Crashing;

/// <summary>A snapshot that a child began, and what its clients had done by then.</summary>
/// <param name="AnsweredBefore">How many operations each client had answers to when it began.</param>
/// <param name="BegunByEnd">How many each had begun when it had been made; null when the kill came before.</param>
internal sealed record CrashedSnapshot(IReadOnlyList<int> AnsweredBefore, IReadOnlyList<int>? BegunByEnd);

namespace Sim.Bench.Suite;

/// <summary>All about one program.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Source">Where it is described.</param>
/// <param name="Tasks">How many tasks run at once.</param>
/// <param name="Steps">How many steps a run has.</param>
/// <param name="Cells">A cell for each strategy.</param>
/// <param name="Proof">The exhaustive search of the fixed version; null when there was none.</param>
public sealed record Row(string Program, string Source, int Tasks, long Steps, IReadOnlyList<Cell> Cells, Proof? Proof);

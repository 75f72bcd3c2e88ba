namespace Sim.Bench.Suite;

/// <summary>All about one program.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Source">Where it is described.</param>
/// <param name="Tasks">How many tasks run at once.</param>
/// <param name="Steps">How many steps a run has.</param>
/// <param name="Cells">A cell for each strategy.</param>
/// <param name="Fixed">The version without the bug, under all strategies.</param>
/// <param name="Proof">The version without the bug, under every schedule.</param>
public sealed record Row(string Program, string Source, int Tasks, long Steps, IReadOnlyList<Cell> Cells, FixedCheck Fixed, FixedProof Proof);

namespace Sim.Simulator.Explaining;

/// <summary>How many of the continuations from one place of a run fail.</summary>
/// <param name="Choices">How many choices of the run come before.</param>
/// <param name="Failing">How many random continuations fail with the same signature.</param>
/// <param name="Tries">Of how many.</param>
internal readonly record struct FailureShare(int Choices, int Failing, int Tries)
{
    /// <summary>Per cent.</summary>
    public int Percent => 100 * Failing / Tries;
}

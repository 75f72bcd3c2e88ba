namespace Sim.Simulator.Shrinking;

/// <summary>How far a search for a smaller case has come.</summary>
/// <param name="Round">How many rounds of all passes are over.</param>
/// <param name="Pass">Which pass of the round is next.</param>
/// <param name="Tries">How many runs were tried.</param>
/// <param name="Slippages">How many of them failed in another way, and were refused for it.</param>
internal sealed record ShrinkProgress(int Round, int Pass, long Tries, long Slippages)
{
    /// <summary>The beginning.</summary>
    public static ShrinkProgress Begin { get; } = new(0, 0, 0, 0);
}

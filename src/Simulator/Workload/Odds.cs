using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>A probability as a ratio: <paramref name="Wins"/> out of <paramref name="Total"/>.</summary>
internal readonly record struct Odds(int Wins, int Total)
{
    /// <summary>It never happens.</summary>
    public static readonly Odds Never = new(0, 1);

    /// <summary>Draws once.</summary>
    public bool Draw(RandomStream random) => random.Chance(Wins, Total);
}

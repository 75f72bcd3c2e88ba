namespace Sim.Simulator.Oracles;

/// <summary>How many of the best points approximate searches have found, added up over many searches.</summary>
/// <param name="Found">How many of the points returned belong to the best.</param>
/// <param name="Possible">How many there were to find.</param>
internal readonly record struct Recall(long Found, long Possible)
{
    // Fewer points than this say little about a graph.
    private const long PossibleMin = 2_000;

    /// <summary>The share found, in thousandths, rounded down; 1000 when there was nothing to find.</summary>
    public long PerMille => Possible == 0 ? 1000 : Found * 1000 / Possible;

    /// <summary>
    /// True when enough points were asked for to judge, and too few found. A single search is never judged: an approximate one may miss any point.
    /// </summary>
    public bool IsBelow(int floorPerMille) => Possible >= PossibleMin && PerMille < floorPerMille;

    /// <summary>The sums.</summary>
    public static Recall operator +(Recall left, Recall right) => new(left.Found + right.Found, left.Possible + right.Possible);
}

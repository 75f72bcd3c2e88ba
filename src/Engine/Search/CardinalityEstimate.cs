namespace Sim.Engine.Search;

/// <summary>What indexes tell about how many of <paramref name="Total"/> points match, without a look at any of them. In whole numbers, so that it is the same everywhere.</summary>
/// <param name="Least">At least so many match.</param>
/// <param name="Expected">A guess between the bounds, as if conditions had nothing to do with each other.</param>
/// <param name="Most">At most so many match.</param>
/// <param name="Total">The number of points.</param>
internal readonly record struct CardinalityEstimate(long Least, long Expected, long Most, long Total)
{
    /// <summary>Nothing is known.</summary>
    public static CardinalityEstimate Unknown(long total) => new(0, total / 2, total, total);

    /// <summary>Every point matches.</summary>
    public static CardinalityEstimate All(long total) => new(total, total, total, total);

    /// <summary>Bounds and a guess that need not be within them, or below the total.</summary>
    public static CardinalityEstimate Between(long least, long expected, long most, long total)
    {
        var upper = Math.Clamp(most, 0, total);
        var lower = Math.Clamp(least, 0, upper);
        return new CardinalityEstimate(lower, Math.Clamp(expected, lower, upper), upper, total);
    }

    /// <summary>Those that do not match.</summary>
    public CardinalityEstimate Not() => new(Total - Most, Total - Expected, Total - Least, Total);

    /// <summary>Those that match both.</summary>
    public CardinalityEstimate And(CardinalityEstimate other) => Between(
        Least + other.Least - Total,
        Total == 0 ? 0 : (long)((UInt128)Expected * (UInt128)other.Expected / (UInt128)Total),
        Math.Min(Most, other.Most),
        Total);

    /// <summary>Those that match so many of several.</summary>
    public static CardinalityEstimate AtLeast(int needed, IReadOnlyCollection<CardinalityEstimate> several, long total)
    {
        if (needed > several.Count)
        {
            return Between(0, 0, 0, total);
        }

        // Each point that matches is among those of at least as many conditions as are needed.
        var most = several.Sum(one => one.Most) / needed;
        if (needed > 1)
        {
            return Between(0, most / 2, most, total);
        }

        var none = several.Select(one => one.Not()).Aggregate(All(total), (left, right) => left.And(right));
        return Between(several.Max(one => one.Least), total - none.Expected, most, total);
    }
}

namespace Sim.Contracts.Filters;

/// <summary>
/// Which points match. A point matches when every condition of <paramref name="Must"/> holds, no condition of
/// <paramref name="MustNot"/> holds, and, if <paramref name="Should"/> is not empty, at least <see cref="MinShould"/> of its conditions hold. The
/// filter without conditions matches every point.
/// </summary>
/// <param name="Must">Conditions that must all hold.</param>
/// <param name="Should">Conditions of which some must hold, unless there are none.</param>
/// <param name="MustNot">Conditions that must not hold.</param>
public sealed record Filter(ValueList<Condition> Must, ValueList<Condition> Should, ValueList<Condition> MustNot)
{
    /// <summary>How many conditions of <see cref="Should"/> must hold; from 0 on.</summary>
    public int MinShould { get; init; } = 1;
}

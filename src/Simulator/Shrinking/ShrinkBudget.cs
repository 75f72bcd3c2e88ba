namespace Sim.Simulator.Shrinking;

/// <summary>What may be spent on making one failure smaller. What comes first ends it; the certificate of what is small by then is not counted.</summary>
internal sealed record ShrinkBudget
{
    /// <summary>The budget when none is named.</summary>
    public static ShrinkBudget Usual { get; } = new() { Tries = 40_000, Steps = 40_000_000 };

    /// <summary>The usual budget, with another number of tries where one is given.</summary>
    public static ShrinkBudget Of(int? tries) => tries is { } count ? Usual with { Tries = count } : Usual;

    /// <summary>How many runs may be tried; with 0 the failure is only recorded.</summary>
    public required long Tries { get; init; }

    /// <summary>How many steps of the scheduler they may take together.</summary>
    public long Steps { get; init; } = long.MaxValue;

    /// <summary>How long it may take; null for no limit. Where it ends the search, the result depends on the machine.</summary>
    public TimeSpan? Duration { get; init; }
}

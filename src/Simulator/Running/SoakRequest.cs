namespace Sim.Simulator.Running;

/// <summary>Which iterations to run, and until when.</summary>
internal sealed record SoakRequest
{
    /// <summary>What the iterations have in common.</summary>
    public required Campaign Campaign { get; init; }

    /// <summary>The seeds.</summary>
    public required SeedRange Seeds { get; init; }

    /// <summary>Which slice of the seeds is run here, from 0 on: those whose distance from the first leaves this remainder.</summary>
    public int Slice { get; init; }

    /// <summary>How many slices there are.</summary>
    public int SliceCount { get; init; } = 1;

    /// <summary>How many threads run iterations.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>No iteration is begun after this time; null for no limit.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// The same with a mistake that is known to be found; null for none. Now and then a seed is run with it too: a soak that never finds it would find nothing
    /// else either. Nothing of those runs is counted.
    /// </summary>
    public Campaign? Canary { get; init; }

    /// <summary>Whether to end with the lowest seed that fails.</summary>
    public bool StopOnFirst { get; init; }

    /// <summary>Whether to run every seed twice and compare the two.</summary>
    public bool VerifyDeterminism { get; init; }
}

namespace Sim.Simulator.Reporting;

/// <summary>What one strategy did in a soak.</summary>
internal sealed class StrategyTally
{
    /// <summary>Seeds in which it chose at least once.</summary>
    public long Seeds { get; set; }

    /// <summary>Runs in which it chose.</summary>
    public long Runs { get; set; }

    /// <summary>Steps that it chose.</summary>
    public long Steps { get; set; }

    /// <summary>Runs of it that ended with a failure.</summary>
    public long Failures { get; set; }

    /// <summary>Kinds of failures of which such a run was the first.</summary>
    public long NewFailures { get; set; }

    /// <summary>Things that its runs were the first to reach.</summary>
    public long NewlyReached { get; set; }
}

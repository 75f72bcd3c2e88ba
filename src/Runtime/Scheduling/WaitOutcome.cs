namespace Sim.Runtime.Scheduling;

/// <summary>How a wait ended.</summary>
public enum WaitOutcome
{
    /// <summary>What was waited for was handed over or has happened.</summary>
    Signaled = 0,

    /// <summary>The time that the wait was given ran out first.</summary>
    TimedOut = 1,

    /// <summary>What was waited for was closed and will not happen.</summary>
    Closed = 2,
}

namespace Sim.Contracts.Results;

/// <summary>What became of an operation.</summary>
public enum UpdateStatus
{
    /// <summary>It is in the log, flushed to disk, and applied: it survives a crash and every later read sees it.</summary>
    Completed = 0,

    /// <summary>It is in the log and will be applied; it may be lost in a crash, but never without all that follow it.</summary>
    Acknowledged = 1,

    /// <summary>It broke a rule, was not logged and has no effect.</summary>
    Rejected = 2,
}

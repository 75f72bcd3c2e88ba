namespace Sim.Contracts.Results;

/// <summary>What became of an operation.</summary>
public enum UpdateStatus
{
    /// <summary>It is applied: every later read sees it. It survives a crash if the collection's durability says so.</summary>
    Completed = 0,

    /// <summary>
    /// It is in the log and will be applied. Unless the collection's durability says otherwise, it may be lost in a crash, but never without all that
    /// follow it.
    /// </summary>
    Acknowledged = 1,

    /// <summary>It broke a rule, was not logged and has no effect.</summary>
    Rejected = 2,
}

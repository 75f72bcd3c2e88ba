namespace Sim.Bench.Suite;

/// <summary>What one schedule showed of a program.</summary>
public enum ScheduleVerdict
{
    /// <summary>Nothing: the program ended as it should.</summary>
    Clean = 0,

    /// <summary>A claim was broken.</summary>
    ClaimBroken = 1,

    /// <summary>Nothing could go on.</summary>
    Deadlock = 2,

    /// <summary>The step limit was reached.</summary>
    StepLimit = 3,
}

namespace Sim.Simulation;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>The root task ended.</summary>
    Completed = 0,

    /// <summary>The kill rule struck.</summary>
    Killed = 1,

    /// <summary>No task could run and no timer was set.</summary>
    Deadlocked = 2,

    /// <summary>The step limit was reached: a livelock, or a limit too low for the work.</summary>
    StepLimit = 3,

    /// <summary>An exception left a task, or a continuation left the world.</summary>
    Faulted = 4,
}

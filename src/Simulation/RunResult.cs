namespace Sim.Simulation;

/// <summary>The end of one run.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Steps">How many steps this run took.</param>
/// <param name="KilledAt">The step that the kill prevented; set when killed.</param>
/// <param name="Failure">The exception; set when faulted.</param>
/// <param name="Deadlock">Who waits for whom; set when deadlocked.</param>
/// <param name="FailedTask">The task that the exception left; set when faulted.</param>
/// <param name="Livelock">What went on and on; set when the step limit was reached.</param>
public sealed record RunResult(
    RunOutcome Outcome,
    long Steps,
    KillPoint? KilledAt = null,
    Exception? Failure = null,
    DeadlockReport? Deadlock = null,
    string? FailedTask = null,
    LivelockReport? Livelock = null);

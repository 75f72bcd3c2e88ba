namespace Sim.Simulation.Schedules;

/// <summary>
/// A departure from the base policy that is counted from the beginning of a phase of the program, such as a step of a plan, and not from the
/// beginning of the run. So it keeps its meaning when an earlier phase is taken away.
/// </summary>
/// <param name="Phase">The phase; -1 before the first.</param>
/// <param name="Decision">
/// The departure. Its incarnation is the number of runs that began in the phase before it, and its occurrences count from the beginning of the phase,
/// or of the run where that is later.
/// </param>
public sealed record AnchoredDecision(int Phase, ScheduleDecision Decision);

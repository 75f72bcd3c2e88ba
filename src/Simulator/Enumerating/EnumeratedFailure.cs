using Sim.Simulation;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Enumerating;

/// <summary>A crash after which something was wrong.</summary>
/// <param name="Position">Which call that changes the disk it was, from 1 on.</param>
/// <param name="At">That call: the crash came before it.</param>
/// <param name="PlanStep">The step of the plan that was under way; -1 before the first.</param>
/// <param name="Failure">What was seen.</param>
/// <param name="Changes">The changes that were not flushed, oldest first, and what became of each.</param>
/// <param name="Way">What happened, where that is not said by the changes.</param>
/// <param name="Lost">The operations that were durable and are not there, where that can be told.</param>
/// <param name="Missing">The write or flush that should have come before, and what it should have come before where nothing that was written is missed.</param>
internal sealed record EnumeratedFailure(
    long Position,
    KillPoint At,
    int PlanStep,
    Failure Failure,
    IReadOnlyList<string> Changes,
    string? Way,
    IReadOnlyList<string> Lost,
    string Missing);

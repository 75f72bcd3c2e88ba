using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// A small concurrent program with a known bug. A schedule shows the bug by a broken claim or by a deadlock; the fixed version has no
/// schedule that shows either.
/// </summary>
/// <remarks>
/// An exhaustive search believes what the scheduling points say. So whatever two tasks touch is a shared variable, a lock or a condition; a
/// plain variable of a program is touched by one task only, or in the step of an access to one and the same shared variable, or in such a
/// way that the order does not matter. What a lock's release touches needs no point of its own: asking for the lock is one.
/// </remarks>
public interface IBenchProgram
{
    /// <summary>The name, as the literature has it where there is one.</summary>
    string Name { get; }

    /// <summary>Where the program, or its bug, is described.</summary>
    string Source { get; }

    /// <summary>How many tasks run at once, beside the one that starts them and waits.</summary>
    int Tasks { get; }

    /// <summary>
    /// Whether tasks touch what they share at scheduling points only, so that steps between which there is none commute with all others. Not so for
    /// a program of plain tasks.
    /// </summary>
    bool OnlyPointsShare => true;

    /// <summary>Runs the program once.</summary>
    /// <param name="runtime">The world.</param>
    /// <param name="isFixed">Whether to run it without the bug.</param>
    Task Run(IRuntime runtime, bool isFixed);
}

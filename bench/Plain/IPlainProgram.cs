namespace Sim.Bench.Plain;

/// <summary>
/// A small concurrent program with a known bug, written as anybody would write it: tasks, await, and the framework's own synchronization. It
/// has never heard of a simulator; all it asks for is a <see cref="TimeProvider"/>.
/// </summary>
public interface IPlainProgram
{
    /// <summary>The name.</summary>
    string Name { get; }

    /// <summary>Where the bug is described.</summary>
    string Source { get; }

    /// <summary>How many flows of control run at once, beside the one that starts them and waits.</summary>
    int Tasks { get; }

    /// <summary>Runs the program once.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="isFixed">Whether to run it without the bug.</param>
    Task Run(TimeProvider time, bool isFixed);
}

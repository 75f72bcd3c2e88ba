using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Runtime;

/// <summary>
/// The seam through which all nondeterminism enters a program: time, tasks, switches between tasks, files and random numbers. A
/// program that reaches the world only through this object can be run by a simulator that chooses every interleaving, and by the
/// operating system, without a change.
/// </summary>
/// <remarks>
/// Code behind the seam awaits plainly: a continuation always resumes in the world that it left. It must not block a thread, and it
/// must not wait for work that was not started through <see cref="Start"/>.
/// </remarks>
public interface IRuntime
{
    /// <summary>The clock and the timers. Delays are <c>Task.Delay(delay, runtime.Time)</c>.</summary>
    TimeProvider Time { get; }

    /// <summary>The disk.</summary>
    IFileSystem Files { get; }

    /// <summary>The name of the running task, or null where the world does not track it (the operating system's does not).</summary>
    string? CurrentTask { get; }

    /// <summary>
    /// Starts a named task and returns the task that ends when <paramref name="body"/> ends. Names should be unique among live
    /// tasks and the same from run to run: recorded schedules refer to them. The body runs from its first line as a task of its
    /// own, never on the caller's. An exception that leaves the body faults the returned task; a simulated world also ends the run
    /// with it, so a body handles the errors that it expects.
    /// </summary>
    Task Start(string name, Func<Task> body);

    /// <summary>
    /// A scheduling point: nothing in production; in a simulated world a place where another task may run, or where the run may be
    /// killed, before the caller goes on to touch <paramref name="resource"/>.
    /// </summary>
    ValueTask Point(PointName name, Resource resource, Access access);

    /// <summary>
    /// Says that the caller has just given something of <paramref name="resource"/> to others, at no scheduling point of its own: a lock back, an
    /// event set, a queue filled. Whoever reaches a point on the resource later comes after all that the caller did up to now. What was
    /// held by several at once is given back with <see cref="Access.Read"/>. It does nothing in production; a simulated world learns from it
    /// which steps may change places and which accesses are ordered.
    /// </summary>
    void Publish(Resource resource, Access access)
    {
        // A world that neither reorders steps nor looks for races has no use for it.
    }

    /// <summary>Says that a rare path has been taken, for who wants to know which ever are. It does nothing else, and must not.</summary>
    void Took(RarePath path)
    {
        // A world that nobody asks has no use for it.
    }

    /// <summary>A one-shot waiter, the primitive of which locks, events and queues are made.</summary>
    /// <param name="target">What is waited for; named in the report of a deadlock.</param>
    IWaiter CreateWaiter(IWaitTarget target);

    /// <summary>The random stream of this name. The same name gives the same stream, which goes on where it was left.</summary>
    RandomStream Random(string name);
}

namespace Sim.Runtime.Scheduling;

/// <summary>Something that a task can wait for.</summary>
public interface IWaitTarget
{
    /// <summary>The lock, event or queue.</summary>
    Resource Resource { get; }

    /// <summary>
    /// The names of the tasks that must act before a waiter is released, as far as known: the holders of a lock. Empty when unknown.
    /// Called between steps, to find tasks that wait for each other.
    /// </summary>
    IReadOnlyList<string> DescribeHolders();

    /// <summary>
    /// What has come true although a task still waits for it, as the end of a sentence that begins "the task waits, although": whoever made it true
    /// has woken nobody. Null when it is not true, or cannot be told. Called only to write a report, when nothing can run any more.
    /// </summary>
    string? DescribeForgotten() => null;
}

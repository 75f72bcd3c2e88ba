namespace Sim.Simulation;

/// <summary>
/// A part of the program left the simulated world: it came back on a thread of its own, or runs outside any task. What it does there is
/// not under control, so the run is not reproducible and its result is void. Or it blocked the world's one thread, which nobody else could
/// then have woken it from. The usual causes are <c>Task.Run</c>,
/// <c>ConfigureAwait(false)</c>, <c>ChannelReader.ReadAllAsync</c> (which has one inside), <c>SemaphoreSlim.WaitAsync(token)</c> and the
/// asynchronous calls of <c>File</c>; and <c>Task.Result</c> and <c>Task.Wait()</c>. What strays and is done before any task looks is not noticed.
/// </summary>
public sealed class EscapeException : InvalidOperationException
{
    /// <summary>An escape.</summary>
    /// <param name="task">The task that escaped, or that awaits what did; null when nothing tells which it was.</param>
    /// <param name="incarnation">The run it belonged to.</param>
    /// <param name="what">What it did, as the end of a sentence.</param>
    /// <param name="where">The method and line of the program from which it did so, as far as known.</param>
    public EscapeException(string? task, int incarnation, string what, string? where = null)
        : base($"{(task is null ? "Code of an unknown task" : $"Task '{task}'")} of run {incarnation} left the simulated world, or what it awaits did: {what}{(where is null ? "" : $", in {where}")}.")
    {
        Where = where;
        Task = task;
        Incarnation = incarnation;
        What = what;
    }

    /// <summary>The task that escaped, or that awaits what did; null when nothing tells which it was.</summary>
    public string? Task { get; }

    /// <summary>The run it belonged to.</summary>
    public int Incarnation { get; }

    /// <summary>The method of the program that did it, with file and line where symbols tell: that of the await which came back from elsewhere, or
    /// of the call that was made there. Null when no code of the program is on the stack.</summary>
    public string? Where { get; }

    internal string What { get; }
}

namespace Sim.Properties.CsCheck.Tests;

/// <summary>
/// Waits for asynchronous work on real threads, for checks that take their operations as plain calls. The work runs on the thread pool without the
/// context of its caller, whose few threads may all be waiting here; and the pool gets as many threads as there may be waiting, so that those
/// who wait never hold the last one.
/// </summary>
internal static class Blocking
{
    private const int Threads = 32;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(120);

    static Blocking() => ThreadPool.SetMinThreads(Threads, Threads);

    public static void Run(Func<Task> work) => Task.Run(work).WaitAsync(Hang).GetAwaiter().GetResult();

    public static T Run<T>(Func<Task<T>> work) => Task.Run(work).WaitAsync(Hang).GetAwaiter().GetResult();
}

namespace Sim.Runtime.Tests;

/// <summary>
/// Turns a hang of a test on real threads into a failure. The time is a limit for broken code, never something that is measured.
/// </summary>
internal static class HangGuard
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    internal static Task Guarded(this Task task) => task.WaitAsync(Limit);

    internal static Task<T> Guarded<T>(this Task<T> task) => task.WaitAsync(Limit);
}

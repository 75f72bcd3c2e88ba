namespace Sim.Simulation;

/// <summary>
/// What one crash has left of what was not flushed, as a literal: to repeat it without the rule and the seed that it came from. It names files and writes, not places in
/// a list of everything, so that it means the same where the program has done a little more or less before the crash.
/// </summary>
/// <remarks>The rules in <see cref="Disks.SimulatedDisk"/> hold here too: what they make certain has happened, whatever is said.</remarks>
public sealed record CrashOutcome
{
    /// <summary>Everything survives.</summary>
    public static CrashOutcome KeepAll { get; } = new() { KeepsOthers = true };

    /// <summary>Nothing survives.</summary>
    public static CrashOutcome DropAll { get; } = new();

    /// <summary>Only the program dies: see <see cref="CrashMode.KeepCache"/>.</summary>
    public static CrashOutcome KeepCache { get; } = new() { KeepsOthers = true, KeepsCache = true };

    /// <summary>Whether the changes survive about which the lists say nothing.</summary>
    public bool KeepsOthers { get; init; }

    /// <summary>True when nothing becomes more durable, and nothing is lost, because the kernel goes on.</summary>
    public bool KeepsCache { get; init; }

    /// <summary>The files of which something else is left, each once.</summary>
    public IReadOnlyList<FileOutcome> Files { get; init; } = [];

    /// <summary>The changes of names that end differently, each once.</summary>
    public IReadOnlyList<NameOutcome> Names { get; init; } = [];
}

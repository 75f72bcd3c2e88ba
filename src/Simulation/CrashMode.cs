namespace Sim.Simulation;

/// <summary>What a crash does to whatever was written and not flushed.</summary>
public enum CrashMode
{
    /// <summary>Everything survives.</summary>
    KeepAll = 0,

    /// <summary>Nothing survives.</summary>
    DropAll = 1,

    /// <summary>Each write, each of its sectors and each name survives or not, by seeded choice.</summary>
    Random = 2,

    /// <summary>
    /// Only the program dies; the kernel goes on. Everything is there to be read, and nothing becomes more durable by it: a later crash may still undo
    /// what was not flushed.
    /// </summary>
    KeepCache = 3,
}

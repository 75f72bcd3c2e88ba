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

    /// <summary>
    /// Everything survives but one change of a name, or the changes of one file, by seeded choice. A change that should have been flushed long ago, and was
    /// not, is found by losing it and keeping what relies on it: the more changes are unsettled, the less likely independent choices do that.
    /// </summary>
    LoseOne = 4,

    /// <summary>
    /// Everything survives but a part of what was written to one file last, by seeded choice: its length does. What reads a file to its end must tell what is whole from what is
    /// torn, and must not write after the torn part as if it were not there.
    /// </summary>
    TearOne = 5,
}

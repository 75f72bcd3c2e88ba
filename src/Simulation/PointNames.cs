using Sim.Runtime.Scheduling;

namespace Sim.Simulation;

/// <summary>The points that the world adds to those of the program.</summary>
public static class PointNames
{
    /// <summary>The first step of a task.</summary>
    public static readonly PointName Start = new("start");

    /// <summary>The continuation of an ordinary await, and whatever else is posted to a task.</summary>
    public static readonly PointName Resume = new("resume");

    /// <summary>The continuation of a waiter: of a lock, an event or a queue.</summary>
    public static readonly PointName Wait = new("wait");

    /// <summary>The opening of a file.</summary>
    public static readonly PointName OpenFile = new("file.open");

    /// <summary>A write to a file.</summary>
    public static readonly PointName WriteFile = new("file.write");

    /// <summary>A change of a file's length.</summary>
    public static readonly PointName SetFileLength = new("file.set-length");

    /// <summary>A rename of a file.</summary>
    public static readonly PointName RenameFile = new("file.rename");

    /// <summary>The deletion of a file.</summary>
    public static readonly PointName DeleteFile = new("file.delete");

    /// <summary>The creation of a directory.</summary>
    public static readonly PointName CreateDirectory = new("directory.create");

    /// <summary>The deletion of a directory.</summary>
    public static readonly PointName DeleteDirectory = new("directory.delete");

    /// <summary>The flush of a file.</summary>
    public static readonly PointName FlushFile = new("file.flush");

    /// <summary>The flush of a directory.</summary>
    public static readonly PointName FlushDirectory = new("directory.flush");
}

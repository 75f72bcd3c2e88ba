namespace Sim.Simulation.Faults;

/// <summary>The calls of the disk in which a fault can strike.</summary>
public enum DiskCallKind
{
    /// <summary>A file is opened.</summary>
    Open = 0,

    /// <summary>Bytes are read.</summary>
    Read = 1,

    /// <summary>A file is mapped.</summary>
    Map = 2,

    /// <summary>Bytes are written.</summary>
    Write = 3,

    /// <summary>A file is cut or extended.</summary>
    SetLength = 4,

    /// <summary>A file is flushed.</summary>
    Flush = 5,

    /// <summary>A file or directory is renamed; the path is the old one.</summary>
    Rename = 6,

    /// <summary>A file is deleted.</summary>
    DeleteFile = 7,

    /// <summary>A directory is created.</summary>
    CreateDirectory = 8,

    /// <summary>A directory is deleted.</summary>
    DeleteDirectory = 9,

    /// <summary>A directory is flushed.</summary>
    FlushDirectory = 10,

    /// <summary>A directory is listed.</summary>
    List = 11,
}

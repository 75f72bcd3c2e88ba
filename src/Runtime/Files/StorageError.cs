namespace Sim.Runtime.Files;

/// <summary>The kinds of failure that a disk, or the files on it, can give.</summary>
public enum StorageError
{
    /// <summary>The disk failed to read, write, flush or rename.</summary>
    InputOutput = 0,

    /// <summary>The disk is full.</summary>
    Full = 1,

    /// <summary>A file or directory is not there.</summary>
    NotFound = 2,

    /// <summary>A file or directory is there that should not be.</summary>
    AlreadyExists = 3,

    /// <summary>The bytes are not those that were written, or not of the expected form.</summary>
    Damaged = 4,

    /// <summary>The file was written by a version of the program that this one does not know.</summary>
    UnknownVersion = 5,

    /// <summary>Another process holds the directory, or access is denied.</summary>
    Locked = 6,

    /// <summary>An earlier failure made the store refuse further writes.</summary>
    WritesStopped = 7,
}

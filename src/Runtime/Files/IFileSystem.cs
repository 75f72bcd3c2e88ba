namespace Sim.Runtime.Files;

/// <summary>
/// A disk, as far as a storage engine needs one. Paths use '/' and name files below directories that exist. What is promised after a
/// crash is what POSIX promises and no more: a file's bytes survive once <see cref="IFile.Flush"/> has returned; a name that was created,
/// renamed or deleted is settled once <see cref="FlushDirectory"/> of its directory has returned; until then each change may have happened
/// or not, in any order. A rename replaces its target in one step. Every failure is a <see cref="StorageException"/>.
/// </summary>
/// <remarks>Each call that changes something is a scheduling point, and a place where a simulated run may be killed.</remarks>
public interface IFileSystem
{
    /// <summary>Opens a file. The caller owns it and disposes it.</summary>
    ValueTask<IFile> Open(string path, FileOpening opening);

    /// <summary>Maps a file for reading. The caller owns the map and disposes it. The file must not change while it is mapped.</summary>
    ValueTask<IFileMap> Map(string path);

    /// <summary>Renames a file or directory. A file at <paramref name="target"/> is replaced; a directory there is an error.</summary>
    ValueTask Rename(string source, string target);

    /// <summary>Deletes a file; one that does not exist is an error.</summary>
    ValueTask DeleteFile(string path);

    /// <summary>Creates a directory; one that exists already is left as it is. Its parent must exist.</summary>
    ValueTask CreateDirectory(string path);

    /// <summary>Deletes an empty directory.</summary>
    ValueTask DeleteDirectory(string path);

    /// <summary>The names in a directory, not their paths, in ordinal order. A directory that does not exist is an error.</summary>
    ValueTask<IReadOnlyList<string>> List(string path);

    /// <summary>True when there is a file or directory of this path.</summary>
    ValueTask<bool> Exists(string path);

    /// <summary>
    /// Takes the lock that the file of this path stands for, creating the file if need be; it is the caller's until disposed, or until its process
    /// ends in whatever way. While anybody has it, in this process or another, the call fails with <see cref="StorageError.Locked"/>.
    /// The file says nothing by being there: only the lock counts.
    /// </summary>
    ValueTask<IDisposable> Lock(string path);

    /// <summary>Settles the names in a directory: see the type's summary.</summary>
    ValueTask FlushDirectory(string path);
}

using Sim.Runtime.Files;

namespace Sim.Runtime.OperatingSystem;

/// <summary>
/// The real disk. Paths mean what the operating system takes them to mean, relative ones included. Calls that touch directories wait for
/// the file system's journal now and then, so they run in the thread pool.
/// </summary>
public sealed class OperatingSystemFiles : IFileSystem
{
    // Other handles may read, write, rename and delete: what may be open twice is the program's business, and off Windows nothing stops
    // it anyway.
    private const FileShare ShareAll = FileShare.ReadWrite | FileShare.Delete;

    /// <inheritdoc/>
    public ValueTask<IFile> Open(string path, FileOpening opening)
    {
        var mode = opening switch
        {
            FileOpening.Existing => FileMode.Open,
            FileOpening.New => FileMode.CreateNew,
            FileOpening.Replace => FileMode.Create,
        };
        return Call<IFile>(path, () => new OperatingSystemFile(path, File.OpenHandle(path, mode, FileAccess.ReadWrite, ShareAll)));
    }

    /// <inheritdoc/>
    public ValueTask<IFileMap> Map(string path) => Call<IFileMap>(path, () => new OperatingSystemFileMap(path));

    /// <inheritdoc/>
    /// <remarks>Source and target are on one volume: between two there is no rename in one step.</remarks>
    public ValueTask Rename(string source, string target) => Call(source, () =>
    {
        if (Directory.Exists(target))
        {
            throw new StorageException(StorageError.AlreadyExists, target, "a directory is there that a rename would replace");
        }

        if (!Directory.Exists(source))
        {
            File.Move(source, target, overwrite: true);
            return;
        }

        if (File.Exists(target))
        {
            throw new StorageException(StorageError.AlreadyExists, target, "a file is there that a directory cannot replace");
        }

        Directory.Move(source, target);
    });

    /// <inheritdoc/>
    public ValueTask DeleteFile(string path) => Call(path, () =>
    {
        // The framework takes a file that is not there for a file well deleted.
        if (!File.Exists(path))
        {
            throw new StorageException(StorageError.NotFound, path, "there is no such file to delete");
        }

        File.Delete(path);
    });

    /// <inheritdoc/>
    public ValueTask CreateDirectory(string path) => Call(path, () =>
    {
        // The framework would create the parents too, and nobody would flush them.
        var parent = Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path)));
        if (parent is not null && !Directory.Exists(parent))
        {
            throw new StorageException(StorageError.NotFound, path, "the parent directory does not exist");
        }

        Directory.CreateDirectory(path);
    });

    /// <inheritdoc/>
    public ValueTask DeleteDirectory(string path) => Call(path, () => Directory.Delete(path, recursive: false));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> List(string path) => Call<IReadOnlyList<string>>(path, () =>
    {
        var names = Directory.GetFileSystemEntries(path);
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Path.GetFileName(names[i]);
        }

        Array.Sort(names, StringComparer.Ordinal);
        return names;
    });

    /// <inheritdoc/>
    public ValueTask<bool> Exists(string path) => Call(path, () => Path.Exists(path));

    /// <inheritdoc/>
    /// <remarks>
    /// An open handle that shares nothing: on Windows the system's own rule, elsewhere an advisory lock (flock(2)) on the open file, which holds
    /// against other handles of the same process too and goes with the process.
    /// </remarks>
    public ValueTask<IDisposable> Lock(string path) =>
        Call<IDisposable>(path, () => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));

    /// <inheritdoc/>
    public ValueTask FlushDirectory(string path) => Call(path, () =>
    {
        if (!Directory.Exists(path))
        {
            throw new StorageException(StorageError.NotFound, path, "there is no such directory to flush");
        }

        DirectoryFlush.Flush(path);
    });

    private static ValueTask Call(string path, Action action) => new(Task.Run(() =>
    {
        try
        {
            action();
        }
        catch (Exception e) when (OperatingSystemFault.IsFault(e))
        {
            throw OperatingSystemFault.From(path, e);
        }
    }));

    private static ValueTask<T> Call<T>(string path, Func<T> action) => new(Task.Run(() =>
    {
        try
        {
            return action();
        }
        catch (Exception e) when (OperatingSystemFault.IsFault(e))
        {
            throw OperatingSystemFault.From(path, e);
        }
    }));
}

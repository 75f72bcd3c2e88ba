using Sim.Engine.Requests;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine;

/// <summary>The directory of a collection: whose it is, and what a restore has left in it.</summary>
internal static class CollectionDirectory
{
    /// <summary>The file that stands for the directory's lock.</summary>
    public const string LockName = "lock";

    /// <summary>The file that marks a directory into which a snapshot is being restored.</summary>
    public const string RestoringName = "restoring";

    /// <summary>Creates the directory, unless it exists, and settles its name.</summary>
    public static async ValueTask Create(IFileSystem files, string directory)
    {
        await files.CreateDirectory(directory);
        var parentEnd = directory.LastIndexOf('/');
        await files.FlushDirectory(parentEnd > 0 ? directory[..parentEnd] : "/");
    }

    /// <summary>
    /// Makes the directory the caller's alone, until the lock is disposed or the process ends. A directory with files of somebody else, or one that
    /// another has locked, is refused.
    /// </summary>
    public static async ValueTask<IDisposable> Lock(IFileSystem files, string directory)
    {
        // Looked at before the lock, which is a file: nothing is put into somebody else's directory.
        var contents = await files.List(directory);
        if (!contents.Contains(SchemaFile.Name) && !contents.Contains(RestoringName) && contents.Any(name => name != LockName && !AtomicFile.IsTemporary(name)))
        {
            throw new StorageException(
                StorageError.AlreadyExists, directory, $"the directory has files but no '{SchemaFile.Name}': it is not a collection");
        }

        try
        {
            return await files.Lock($"{directory}/{LockName}");
        }
        catch (StorageException failure) when (failure.Error == StorageError.Locked)
        {
            throw new StorageException(
                StorageError.Locked, directory, $"the collection is open already, in this process or another, or access is denied: {failure.Message}", failure);
        }
    }

    /// <summary>Before a collection is opened: refuses what an unfinished restore has left. Returns true when there is the mark of a finished one.</summary>
    public static async ValueTask<bool> IsRestored(IFileSystem files, string directory)
    {
        if (!await files.Exists($"{directory}/{RestoringName}"))
        {
            return false;
        }

        return await files.Exists($"{directory}/{SchemaFile.Name}")
            ? true
            : throw new StorageException(
                StorageError.AlreadyExists, directory, "a snapshot was being restored into the directory, and that did not end: it is not a collection. Restore again, or delete it");
    }

    /// <summary>
    /// Removes the mark of a restore that has ended, once the name of the schema is settled: without both, nobody could tell whose files they are. A crash may bring the mark
    /// back; beside a schema it says nothing, and the next opening removes it.
    /// </summary>
    public static ValueTask ForgetRestore(IFileSystem files, string directory) => files.DeleteFile($"{directory}/{RestoringName}");

    /// <summary>Deletes what an unfinished restore has left, but for its mark. Without a mark it deletes nothing.</summary>
    public static async ValueTask ClearRestore(IFileSystem files, string directory)
    {
        var mark = $"{directory}/{RestoringName}";
        if (!await files.Exists(mark))
        {
            return;
        }

        // A file of that name that no restore has made is not a permission to delete anything.
        await AtomicFile.Read(files, mark, FileKind.Restoring);
        foreach (var name in await files.List(directory))
        {
            if (name is LockName or RestoringName)
            {
                continue;
            }

            if (AtomicFile.IsTemporary(name))
            {
                await files.DeleteFile($"{directory}/{name}");
                continue;
            }

            // A shard: its log, and its segments, each a directory; and files.
            foreach (var part in await files.List($"{directory}/{name}"))
            {
                if (part is not ("wal" or "segments"))
                {
                    await files.DeleteFile($"{directory}/{name}/{part}");
                    continue;
                }

                foreach (var below in await files.List($"{directory}/{name}/{part}"))
                {
                    var path = $"{directory}/{name}/{part}/{below}";
                    if (part == "segments")
                    {
                        await DeleteFiles(files, path);
                    }
                    else
                    {
                        await files.DeleteFile(path);
                    }
                }

                await files.DeleteDirectory($"{directory}/{name}/{part}");
            }

            await files.DeleteDirectory($"{directory}/{name}");
        }
    }

    private static async ValueTask DeleteFiles(IFileSystem files, string directory)
    {
        foreach (var name in await files.List(directory))
        {
            await files.DeleteFile($"{directory}/{name}");
        }

        await files.DeleteDirectory(directory);
    }
}

using Sim.Contracts.Schema;
using Sim.Engine.Requests;
using Sim.Engine.Storage;
using Sim.Runtime;
using Sim.Runtime.Files;

namespace Sim.Engine.Snapshots;

/// <summary>
/// What <see cref="Collection.CreateSnapshot"/> makes: a collection in one file, which can be copied anywhere. An archive that is damaged, cut off, or made to do
/// harm is refused with a <see cref="StorageException"/> that names the file and the offset.
/// </summary>
public static class SnapshotArchive
{
    /// <summary>Reads all of an archive, checks it, and returns what its collection stores. Whether the files in it can be loaded shows when they are.</summary>
    public static async Task<CollectionSchema> Check(IRuntime runtime, string archive) =>
        (await ArchiveReader.Read(runtime.Files, archive, open: null)).Schema;

    /// <summary>
    /// Makes a collection out of an archive in a directory that does not exist or is empty, and returns what it stores; <see cref="Collection"/> opens
    /// it. What a restore that was killed or failed has left does not open as a collection; restoring into the same directory again removes it.
    /// </summary>
    /// <param name="runtime">The world.</param>
    /// <param name="archive">The path of the archive.</param>
    /// <param name="directory">The path of the directory; its parent must exist.</param>
    /// <remarks>
    /// Order, and why: (1) the archive is read and checked whole, before anything is written. (2) The directory is created, looked at and locked.
    /// (3) A mark is made durable; from here on whatever is in the directory comes from a restore, and may be deleted by the next. (4) The
    /// files are written and flushed, and their names settled. (5) The schema is written, which makes the directory a collection; (6) the mark is
    /// removed, by the next opening if not here. Invariant: a directory with a schema has all files.
    /// </remarks>
    public static async Task<CollectionSchema> Restore(IRuntime runtime, string archive, string directory)
    {
        var files = runtime.Files;
        await Check(runtime, archive);
        await CollectionDirectory.Create(files, directory);
        using var exclusive = await CollectionDirectory.Lock(files, directory);
        if (await files.Exists($"{directory}/{SchemaFile.Name}"))
        {
            throw new StorageException(StorageError.AlreadyExists, directory, "there is a collection in the directory already");
        }

        await CollectionDirectory.ClearRestore(files, directory);
        await AtomicFile.Write(files, directory, CollectionDirectory.RestoringName, FileKind.Restoring, default);
        var created = new SortedSet<string>(StringComparer.Ordinal);
        var (schema, layout) = await ArchiveReader.Read(files, archive, async name =>
        {
            for (var end = name.IndexOf('/', StringComparison.Ordinal); end >= 0; end = name.IndexOf('/', end + 1))
            {
                if (created.Add(name[..end]))
                {
                    await files.CreateDirectory($"{directory}/{name[..end]}");
                }
            }

            return await files.Open($"{directory}/{name}", FileOpening.New);
        });
        foreach (var below in layout.Directories)
        {
            await files.FlushDirectory($"{directory}/{below}");
        }

        await files.FlushDirectory(directory);
        await SchemaFile.WriteOrCheck(files, directory, schema);
        await CollectionDirectory.ForgetRestore(files, directory);
        return schema;
    }
}

using Sim.Runtime.Files;

namespace Sim.Engine.Segments;

/// <summary>Removing the directories of segments.</summary>
internal static class SegmentDirectories
{
    /// <summary>Removes a segment for good: once this returns, no crash brings it back.</summary>
    /// <remarks>
    /// Order, and why: (1) the state file, the commit marker, is deleted and (2) its directory flushed, so that whatever a crash undoes of the
    /// rest, it is not a segment any more; (3) the other files and the directory. A state that is not there may so far be deleted in memory alone, by a run that was
    /// killed between (1) and (2), so the directory is flushed in any case. Invariant: a directory with a state file is whole.
    /// </remarks>
    public static async ValueTask Destroy(IFileSystem files, string segmentsDirectory, SegmentId id)
    {
        var directory = $"{segmentsDirectory}/{id.DirectoryName}";
        if (!await files.Exists(directory))
        {
            return;
        }

        var names = await files.List(directory);
        if (names.Contains(SegmentState.FileName))
        {
            await files.DeleteFile($"{directory}/{SegmentState.FileName}");
        }

        await files.FlushDirectory(directory);
        foreach (var name in names)
        {
            if (name != SegmentState.FileName)
            {
                await files.DeleteFile($"{directory}/{name}");
            }
        }

        await files.DeleteDirectory(directory);
    }
}

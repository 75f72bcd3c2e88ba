using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Engine.Defects;
using Sim.Engine.Segments;
using Sim.Engine.Storage;
using Sim.Runtime;
using Sim.Runtime.Files;

namespace Sim.Engine.Recovery;

/// <summary>Loads the segments of a shard from disk and settles what a crash has left undecided.</summary>
internal static class SegmentLoader
{
    /// <summary>The segments of the directory, by number, and the highest number ever seen.</summary>
    /// <remarks>
    /// A directory without a state file is what a crash has left of a segment being made or destroyed, and is removed. What is read may so far be
    /// in the page cache alone, so a segment's names are settled here (the files of records see to their own bytes) before anything relies on them; the
    /// deletion of what the state does not count does so already. The segment's own name needs no such care: who wrote its state has settled it before.
    /// </remarks>
    public static async ValueTask<(List<Segment> Segments, SegmentId Highest)> Load(
        IRuntime runtime, string segmentsDirectory, SegmentManifest manifest, int compactionMinRecords, DefectSet defects)
    {
        var files = runtime.Files;
        await manifest.Read();
        foreach (var required in manifest.Segments)
        {
            // Before anything is removed: what is left of the segment may be all there is of its points.
            var path = $"{segmentsDirectory}/{required.DirectoryName}/{SegmentState.FileName}";
            if (!await files.Exists(path))
            {
                throw new StorageException(StorageError.NotFound, path, $"the state of segment {required} is missing; the shard must have the segment");
            }
        }

        var segments = new List<Segment>();
        var highest = new SegmentId(0);
        foreach (var name in await files.List(segmentsDirectory))
        {
            if (!SegmentId.TryParse(name, out var id))
            {
                throw new StorageException(
                    StorageError.Damaged, $"{segmentsDirectory}/{name}", "this is not the directory of a segment; move it away");
            }

            highest = id.CompareTo(highest) > 0 ? id : highest;
            var directory = $"{segmentsDirectory}/{name}";
            var contents = await files.List(directory);
            if (!contents.Contains(SegmentState.FileName))
            {
                runtime.Took(EnginePaths.RecoveryRemovesDirectory);
                await SegmentDirectories.Destroy(files, segmentsDirectory, id);
                continue;
            }

            var state = await SegmentState.Read(files, directory);
            await files.FlushDirectory(directory);
            foreach (var left in contents.Where(name => AtomicFile.IsTemporary(name) || state.IsLeftOver(name)))
            {
                await files.DeleteFile($"{directory}/{left}");
            }

            switch (state.Kind)
            {
                case SegmentKind.Appendable:
                    var appendable = await AppendableSegment.Load(files, segmentsDirectory, id, state, compactionMinRecords, defects);
                    Note(runtime, appendable.Logs.All);
                    if (appendable.HadUnfinishedPoints)
                    {
                        runtime.Took(EnginePaths.RecoveryDropsPoint);
                    }

                    segments.Add(appendable);
                    break;
                case SegmentKind.Immutable:
                    var immutable = await ImmutableSegment.Load(files, segmentsDirectory, id, state, defects);
                    Note(runtime, [immutable.Deletions]);
                    segments.Add(immutable);
                    break;
            }
        }

        return (segments, highest);
    }

    /// <summary>
    /// Of a point that several segments have, keeps the newest copy (I7). A crash between the two halves of a move leaves two, and so does one between
    /// building a segment and destroying its sources. Of two equal copies the one in the segment with the lower number stays.
    /// </summary>
    /// <param name="runtime">Told where there are two.</param>
    /// <param name="segments">The segments.</param>
    /// <param name="changedSince">Points whose newest copy has this version or a later one are left as they are; null for none.</param>
    public static void DropOlderCopies(IRuntime runtime, IReadOnlyList<Segment> segments, OperationNumber? changedSince = null)
    {
        var newest = new Dictionary<PointId, (Segment Segment, OperationNumber Version)>();
        foreach (var segment in segments)
        {
            for (var offset = 0; offset < segment.Ids.Total; offset++)
            {
                if (segment.Ids.Deleted.IsDeleted(offset))
                {
                    continue;
                }

                var id = segment.Ids.IdAt(offset);
                var version = segment.Ids.VersionAt(offset);
                if (version >= changedSince)
                {
                    continue;
                }

                if (!newest.TryGetValue(id, out var other))
                {
                    newest.Add(id, (segment, version));
                }
                else
                {
                    runtime.Took(EnginePaths.RecoveryDropsOlderCopy);
                    if (version > other.Version)
                    {
                        other.Segment.Delete(id, version);
                        newest[id] = (segment, version);
                    }
                    else
                    {
                        segment.Delete(id, other.Version);
                    }
                }
            }
        }
    }

    private static void Note(IRuntime runtime, IEnumerable<RecordLog> logs)
    {
        if (logs.Any(log => log.HadTail))
        {
            runtime.Took(EnginePaths.RecoveryCutsTail);
        }
    }
}

using System.Globalization;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Engine.Segments;
using Sim.Engine.Shards;
using Sim.Engine.Storage;

namespace Sim.Engine.Verification;

/// <summary>Verifies the files of one shard: each by itself, then the segments against one another and against the log.</summary>
internal sealed class ShardVerifier(Inspection inspection, string directory, int index, CollectionSchema schema)
{
    private readonly string _segmentsDirectory = $"{directory}/segments";
    private readonly Dictionary<PointId, (StoredSegment Segment, StoredPoint Point)> _newest = [];

    /// <summary>How many segments there are.</summary>
    public int Segments { get; private set; }

    /// <summary>How many points they have, each id once.</summary>
    public int Points => _newest.Count;

    /// <summary>The log; null when there is none.</summary>
    public StoredLog? Log { get; private set; }

    /// <summary>Reads everything and notes what is wrong.</summary>
    public async ValueTask Verify()
    {
        var wal = $"{directory}/wal";
        var isWalThere = await inspection.Disk.Exists(wal);
        var names = await inspection.Disk.Exists(_segmentsDirectory) ? await inspection.Disk.List(_segmentsDirectory) : [];
        if (!isWalThere)
        {
            if (names.Count > 0)
            {
                inspection.Damage("I4", wal, "the log is missing");
            }
            else
            {
                inspection.Repairable("format", directory, null, "the shard was being created; opening goes on with it");
            }

            return;
        }

        Log = await StoredLog.Read(inspection, wal);
        var damages = inspection.Damages;
        await CheckManifest();
        await CheckSchema(Log);
        var segments = new List<StoredSegment>();
        try
        {
            foreach (var name in names)
            {
                if (await ReadSegment(name) is { } segment)
                {
                    segments.Add(segment);
                }
            }

            // Next to damage, what is missing or contradictory says nothing new.
            if (Log.IsWhole && inspection.Damages == damages)
            {
                Compare(segments, Log);
            }
        }
        finally
        {
            foreach (var segment in segments)
            {
                segment.Dispose();
            }
        }
    }

    private async ValueTask CheckSchema(StoredLog log)
    {
        var path = $"{directory}/{ShardSchema.FileName}";
        if (!await inspection.Disk.Exists(path))
        {
            if (await inspection.Disk.Exists($"{directory}/{SegmentManifest.FileName}"))
            {
                inspection.Damage("I4", path, "the file is missing");
            }

            return;
        }

        await inspection.Try(async () =>
        {
            var version = ShardSchema.Parse(path, (await inspection.ReadAtomic(path, FileKind.ShardSchema)).Span).Version;
            if (version > log.Last)
            {
                inspection.Add(new Finding(
                    FindingSeverity.Damage, "I1", path, null, "the vectors or indexes are ahead of the log", $"at most operation {log.Last}", $"operation {version}"));
            }
        });
    }

    private async ValueTask CheckManifest()
    {
        var path = $"{directory}/{SegmentManifest.FileName}";
        if (!await inspection.Disk.Exists(path))
        {
            return;
        }

        await inspection.Try(async () =>
        {
            foreach (var id in SegmentManifest.Parse(path, (await inspection.ReadAtomic(path, FileKind.SegmentManifest)).Span))
            {
                var state = $"{_segmentsDirectory}/{id.DirectoryName}/{SegmentState.FileName}";
                if (!await inspection.Disk.Exists(state))
                {
                    inspection.Damage("I4", state, $"segment {id} must be there");
                }
            }
        });
    }

    private async ValueTask<StoredSegment?> ReadSegment(string name)
    {
        var path = $"{_segmentsDirectory}/{name}";
        if (!SegmentId.TryParse(name, out var id))
        {
            inspection.Damage("format", path, "this is not the directory of a segment");
            return null;
        }

        var contents = await inspection.Disk.List(path);
        if (!contents.Contains(SegmentState.FileName))
        {
            inspection.Leftover(path, "a segment without a state: it was being made or destroyed; opening removes it");
            return null;
        }

        Segments++;
        foreach (var temporary in contents.Where(AtomicFile.IsTemporary))
        {
            inspection.Leftover($"{path}/{temporary}", "a file that was being replaced; opening removes it");
        }

        StoredSegment? segment = null;
        await inspection.Try(async () =>
        {
            var statePath = $"{path}/{SegmentState.FileName}";
            var state = SegmentState.Parse(statePath, (await inspection.ReadAtomic(statePath, FileKind.SegmentState)).Span);
            foreach (var left in contents.Where(file => state.IsLeftOver(file)))
            {
                inspection.Leftover($"{path}/{left}", "a file of a generation that does not count; opening removes it");
            }

            segment = state.Kind switch
            {
                SegmentKind.Appendable => await StoredAppendable.Read(inspection, id, path, state),
                SegmentKind.Immutable => await StoredImmutable.Read(inspection, id, path, state),
            };
        });
        return segment;
    }

    private void Compare(List<StoredSegment> segments, StoredLog log)
    {
        foreach (var segment in segments)
        {
            if (segment.State.Version > log.Last)
            {
                inspection.Add(new Finding(
                    FindingSeverity.Damage, "I1", $"{segment.Directory}/{SegmentState.FileName}", null, "the segment is ahead of the log", $"at most operation {log.Last}", $"operation {segment.State.Version}"));
            }

            if (segment.State.Indexes.Version > log.Last)
            {
                inspection.Add(new Finding(
                    FindingSeverity.Damage, "I1", $"{segment.Directory}/{SegmentState.FileName}", null, "the indexes are ahead of the log", $"at most operation {log.Last}", $"operation {segment.State.Indexes.Version}"));
            }

            CompareCopies(segment, log);
        }

        foreach (var (id, (segment, point)) in _newest.OrderBy(entry => entry.Key))
        {
            CompareWithLog(id, segment, point, log);
        }

        foreach (var segment in segments)
        {
            foreach (var (id, path, offset) in segment.DeletedUnsettled)
            {
                // A deletion that no operation of the log explains is the second half of a move.
                if (!_newest.ContainsKey(id) && !log.DecidesWhole(id))
                {
                    inspection.Add(new Finding(
                        FindingSeverity.Damage, "I2", path, offset, $"point {id} has moved away and is in no other segment, and the log cannot make it again"));
                }
            }

            foreach (var id in segment.Unfinished)
            {
                if (_newest.ContainsKey(id) || log.DecidesWhole(id))
                {
                    inspection.Repairable("I3", segment.Directory, null, $"point {id} was not written to its end; opening drops it and replays the log");
                }
                else
                {
                    inspection.Damage("I4", segment.Directory, $"point {id} was not written to its end, and the log cannot make it again");
                }
            }
        }
    }

    private void CompareCopies(StoredSegment segment, StoredLog log)
    {
        var copies = 0;
        foreach (var point in segment.Points)
        {
            if (ShardPlacement.Of(point.Id, schema.ShardCount) != index)
            {
                inspection.Damage("I7", segment.Directory, $"point {point.Id} belongs to another shard");
            }

            if (!_newest.TryGetValue(point.Id, out var other))
            {
                _newest.Add(point.Id, (segment, point));
                continue;
            }

            copies++;
            if (point.Version > other.Point.Version)
            {
                _newest[point.Id] = (segment, point);
            }
            else if (point.Version == other.Point.Version && log.LastMentionOf(point.Id) <= point.Version && !PointEvidence.AreEqual(segment.Read(point), other.Segment.Read(other.Point), log.VectorsChangedAfter(point.Version)))
            {
                inspection.Damage("I7", segment.Directory, $"point {point.Id} is another one than in segment {other.Segment.Id}, at the same version {point.Version}");
            }
        }

        if (copies > 0)
        {
            inspection.Repairable("I7", segment.Directory, null, string.Create(CultureInfo.InvariantCulture, $"{copies} points are in segments before this one too; opening keeps the newest"));
        }
    }

    /// <summary>
    /// A point's version says that all that the operation did is in the files (I3). Where a later operation of the log names the point too, an unfinished
    /// flush may have written a part of that one, and nothing can be said.
    /// </summary>
    private void CompareWithLog(PointId id, StoredSegment segment, StoredPoint point, StoredLog log)
    {
        if (point.Version > log.Last)
        {
            inspection.Add(new Finding(
                FindingSeverity.Damage, "I1", segment.Directory, null, $"point {id} is ahead of the log", $"at most version {log.Last}", $"version {point.Version}"));
        }
        else if (log.LastMentionOf(id) <= point.Version
            && log.OperationAt(point.Version) is { } operation
            && operation.Accept(new PointEvidence(segment.Read(point), log.VectorsChangedAfter(point.Version))) is { } contradiction)
        {
            inspection.Damage("I3", segment.Directory, $"point {id} has version {point.Version}, but {contradiction}");
        }
    }
}

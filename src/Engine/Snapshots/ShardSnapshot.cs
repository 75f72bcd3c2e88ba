using Sim.Contracts;
using Sim.Engine.Defects;
using Sim.Engine.Flush;
using Sim.Engine.Holder;
using Sim.Engine.Optimizer;
using Sim.Engine.Proxy;
using Sim.Engine.Segments;
using Sim.Engine.Shards;
using Sim.Engine.Storage;
using Sim.Engine.Updates;
using Sim.Engine.Wal;
using Sim.Runtime;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Snapshots;

/// <summary>Copies one shard into an archive while its operations go on.</summary>
internal sealed class ShardSnapshot(
    IRuntime runtime,
    SegmentHolder holder,
    UpdateProgress progress,
    Flusher flusher,
    ProxyExchange exchange,
    WriteAheadLog wal,
    AsyncMutex append,
    string shardDirectory,
    string segmentsDirectory,
    DefectSet defects)
{
    /// <summary>Adds the shard's files. What is restored from them is the state after some operation that was logged while this ran.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="name">What the names in the archive begin with.</param>
    /// <param name="stop">Ends it early: everything is put back, and <see cref="OperationCanceledException"/> thrown.</param>
    /// <remarks>
    /// Order, and why:
    /// (1) Every segment that operations can still change gets a proxy, under the holder's upgradable lock, which is kept until (4): nobody else
    /// exchanges segments meanwhile. What an optimization under way has wrapped stands still already, and its exchange waits.
    /// (2) In the same moment, when operations stand still, the log is pinned after the last operation of which a flush of the wrapped segments can
    /// bring everything to disk: every one so far, or those before the first that only a proxy has noted.
    /// (3) A flush. After the freeze, not before: what was written in between would be in no file and before the pinned part of the log. The wrapped
    /// segments have nothing left to write then, so no later flush touches their files.
    /// (4) Segment by segment, the files are copied and the segment gets its place back. From then on it may change; its copy is made.
    /// (5) The log is flushed, so that the archive holds nothing that a crash could take back from the collection, and copied from the pin to its end.
    /// Restoring is recovery: it loads the segments and replays the log (I8). Invariant: each operation up to the last in the archived log is
    /// in the archived segments or in the archived log (I1).
    /// </remarks>
    public async ValueTask Write(ArchiveWriter archive, string name, StopSignal stop)
    {
        if (defects.Has(Defect.SnapshotFlushBeforeProxy))
        {
            await flusher.Run(isForced: false);
        }

        LogPin? pin = null;
        var proxies = new Queue<ProxySegment>();
        try
        {
            using (var upgradable = (await exchange.Enter(() => true))!)
            {
                try
                {
                    var installed = await exchange.Install(
                        upgradable, Unwrapped(), EnginePoints.SnapshotPrepared, () => pin = flusher.PinLog(Flushable()));
                    foreach (var proxy in installed)
                    {
                        proxies.Enqueue(proxy);
                    }

                    if (!defects.Has(Defect.SnapshotFlushBeforeProxy))
                    {
                        await flusher.Run(isForced: false);
                    }

                    foreach (var id in OthersFrozen(proxies))
                    {
                        runtime.Took(EnginePaths.SnapshotOfWrapped);
                        await CopySegment(archive, name, id, stop);
                    }

                    while (proxies.TryPeek(out var proxy))
                    {
                        await CopySegment(archive, name, proxy.Wrapped.Id, stop);
                        await exchange.Uninstall(upgradable, [proxy]);
                        proxies.Dequeue();
                    }
                }
                finally
                {
                    await exchange.Uninstall(upgradable, [.. proxies]);
                }
            }

            await CopySchema(archive, name);
            await CopyLog(archive, name, pin!.After, stop);
        }
        finally
        {
            pin?.Dispose();
        }
    }

    private List<Segment> Unwrapped()
    {
        var segments = new List<Segment>();
        foreach (var slot in holder.Slots)
        {
            if (slot.Segment is Segment segment)
            {
                segments.Add(segment);
            }
        }

        return segments;
    }

    /// <summary>The segments that an optimization under way has wrapped.</summary>
    private List<SegmentId> OthersFrozen(IEnumerable<ProxySegment> own)
    {
        var wrapped = own.Select(proxy => proxy.Wrapped.Id).ToHashSet();
        var others = new List<SegmentId>();
        foreach (var slot in holder.Slots)
        {
            if (slot.Segment is ProxySegment proxy && !wrapped.Contains(proxy.Wrapped.Id))
            {
                others.Add(proxy.Wrapped.Id);
            }
        }

        return others;
    }

    private OperationNumber Flushable()
    {
        var through = progress.Applied;
        foreach (var slot in holder.Slots)
        {
            if (slot.Segment.FirstUnflushable is { } first && first <= through)
            {
                through = first.Previous;
            }
        }

        return through;
    }

    private async ValueTask CopySegment(ArchiveWriter archive, string name, SegmentId id, StopSignal stop)
    {
        await runtime.Point(EnginePoints.SnapshotCopy, holder.Lock.Resource, Access.Read);
        stop.ThrowIfSet();
        var directory = $"{segmentsDirectory}/{id.DirectoryName}";
        if (!await runtime.Files.Exists(directory))
        {
            // An appendable segment without a point was never flushed.
            return;
        }

        foreach (var file in await runtime.Files.List(directory))
        {
            if (!AtomicFile.IsTemporary(file))
            {
                stop.ThrowIfSet();
                await archive.AddFile($"{name}/segments/{id.DirectoryName}/{file}", $"{directory}/{file}");
            }
        }
    }

    /// <summary>Which vectors and indexes the shard has: the flush has written them; a later flush may say more, of which the log that is copied last has every operation.</summary>
    private ValueTask CopySchema(ArchiveWriter archive, string name) =>
        archive.AddFile($"{name}/{ShardSchema.FileName}", $"{shardDirectory}/{ShardSchema.FileName}");

    private async ValueTask CopyLog(ArchiveWriter archive, string name, OperationNumber after, StopSignal stop)
    {
        OperationNumber last;
        LogCopy copy;
        using (await append.Lock())
        {
            last = wal.Last;
            copy = await wal.FilesAfter(after);
        }

        using var copying = copy;
        await wal.FlushThrough(last);
        foreach (var (mark, bytes) in WriteAheadLog.Marks($"{name}/wal", copy.Parts[0].First, last))
        {
            await archive.Add(mark, bytes);
        }

        foreach (var part in copy.Parts)
        {
            stop.ThrowIfSet();
            await archive.AddFile($"{name}/wal/{part.Name}", part.Path, part.Length);
        }
    }
}

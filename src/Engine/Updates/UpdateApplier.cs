using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Engine.Defects;
using Sim.Engine.Holder;
using Sim.Engine.Invariants;
using Sim.Engine.Proxy;
using Sim.Engine.Segments;
using Sim.Engine.Shards;
using Sim.Runtime;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Updates;

/// <summary>
/// Applies the operations of one shard to its segments, one after the other. A point in an appendable segment is changed where it lies; one in any other
/// segment is moved: its changed copy is written into an appendable segment and it is deleted where it was.
/// </summary>
/// <remarks>
/// An operation is applied in chunks of points, each a lock round of its own, so others see an operation in parts. A point that already has the
/// operation's version, or a later one, is passed over: the operation is being replayed.
/// </remarks>
internal sealed class UpdateApplier
{
    private readonly IRuntime _runtime;
    private readonly SegmentHolder _holder;
    private readonly FlushDependencies _dependencies;
    private readonly UpdateProgress _progress;
    private readonly AsyncMutex _updates;
    private readonly ShardSchema _schema;
    private readonly int _chunkSize;
    private readonly DefectSet _defects;
    private readonly Resource _resource;

    public UpdateApplier(
        IRuntime runtime, SegmentHolder holder, FlushDependencies dependencies, UpdateProgress progress, AsyncMutex updates, ShardSchema schema, int chunkSize, DefectSet defects)
    {
        _defects = defects;
        _runtime = runtime;
        _holder = holder;
        _dependencies = dependencies;
        _progress = progress;
        _updates = updates;
        _schema = schema;
        _chunkSize = chunkSize;
        _resource = _holder.Lock.Resource;
    }

    /// <summary>Applies an operation whole.</summary>
    /// <remarks>
    /// Locks: the updates mutex, so that nothing is exchanged between finding a point and changing it; then the holder for reading, for the whole
    /// operation; then segments, chunk by chunk.
    /// </remarks>
    public async ValueTask Apply(OperationNumber number, Operation operation)
    {
        using (await _updates.Lock())
        using (await _holder.Lock.Read())
        {
            _progress.Begin(number);
            await operation.Accept(new Dispatch(this, number));
            _progress.End();
        }
    }

    private async ValueTask Upsert(IReadOnlyList<Point> points, OperationNumber number)
    {
        foreach (var chunk in points.Chunk(_chunkSize))
        {
            await _runtime.Point(EnginePoints.UpdateChunk, _resource, Access.Write);
            var inPlace = new SortedDictionary<SegmentId, List<Point>>();
            var moves = new List<(SegmentSlot Source, Point Point)>();
            foreach (var point in chunk)
            {
                var slot = await Locate(point.Id, number);
                if (slot is { IsCurrent: true })
                {
                    _runtime.Took(EnginePaths.UpdatePassesOver);
                    continue;
                }

                if (slot.Newest is { Segment.IsAppendable: false } source)
                {
                    moves.Add((source, point));
                    continue;
                }

                var target = slot.Newest ?? SmallestAppendable();
                if (!inPlace.TryGetValue(target.Id, out var group))
                {
                    inPlace.Add(target.Id, group = []);
                }

                group.Add(point);
            }

            foreach (var (id, group) in inPlace)
            {
                var slot = _holder.Slot(id);
                using (await slot.Lock.Write())
                {
                    var segment = (AppendableSegment)slot.Segment;
                    foreach (var point in group)
                    {
                        segment.Upsert(point, number);
                    }
                }
            }

            foreach (var (source, point) in moves)
            {
                await Move(source, point.Id, _ => point, number);
            }
        }
    }

    private async ValueTask Edit(IReadOnlyList<(PointId Id, PointEdit Edit)> edits, OperationNumber number)
    {
        foreach (var chunk in edits.Chunk(_chunkSize))
        {
            await _runtime.Point(EnginePoints.UpdateChunk, _resource, Access.Write);
            foreach (var (id, edit) in chunk)
            {
                var found = await Locate(id, number);
                if (found.IsCurrent || found.Newest is not { } slot)
                {
                    continue;
                }

                if (!slot.Segment.IsAppendable)
                {
                    await Move(slot, id, edit.Edited, number);
                    continue;
                }

                using (await slot.Lock.Write())
                {
                    edit.ApplyInPlace((AppendableSegment)slot.Segment, id, number);
                }
            }
        }
    }

    private async ValueTask Delete(IReadOnlyList<PointId> ids, OperationNumber number)
    {
        foreach (var chunk in ids.Chunk(_chunkSize))
        {
            await _runtime.Point(EnginePoints.UpdateChunk, _resource, Access.Write);
            var newest = _defects.Has(Defect.DeleteOnlyNewestVersion) ? NewestSlots(chunk) : null;
            for (var i = 0; i < _holder.Count; i++)
            {
                var slot = _holder.SlotAt(i);
                var present = chunk
                    .Where(id => slot.Segment.TryGetVersion(id, out _) && (newest is null || newest[id] == slot.Id))
                    .ToArray();
                if (present.Length == 0)
                {
                    continue;
                }

                using (await slot.Lock.Write())
                {
                    foreach (var id in present)
                    {
                        slot.Segment.Delete(id, number);
                    }
                }
            }
        }
    }

    /// <summary>
    /// Changes the vectors or the indexes of every segment, one after the other, and what new segments begin with. Reads go on while an index is
    /// made; what they find does not depend on it.
    /// </summary>
    private async ValueTask ChangeSchema(SchemaOperation operation, OperationNumber number)
    {
        _schema.Apply(operation, number);
        for (var i = 0; i < _holder.Count; i++)
        {
            await _runtime.Point(EnginePoints.UpdateChunk, _resource, Access.Write);
            var slot = _holder.SlotAt(i);
            using var upgradable = await slot.Lock.UpgradableRead();
            if (slot.Segment.Prepare(number, operation) is { } putIntoForce)
            {
                using (await upgradable.Upgrade())
                {
                    putIntoForce();
                }
            }
        }
    }

    /// <summary>Where <see cref="Defect.DeleteOnlyNewestVersion"/> looked for points: in the segments with their newest copies.</summary>
    private Dictionary<PointId, SegmentId> NewestSlots(PointId[] ids)
    {
        var newest = new Dictionary<PointId, (SegmentId Slot, OperationNumber Version)>();
        foreach (var slot in _holder.Slots)
        {
            foreach (var id in ids)
            {
                if (slot.Segment.TryGetVersion(id, out var version) && (!newest.TryGetValue(id, out var other) || other.Version < version))
                {
                    newest[id] = (slot.Id, version);
                }
            }
        }

        return newest.ToDictionary(entry => entry.Key, entry => entry.Value.Slot);
    }

    /// <summary>Moves a point into an appendable segment, changing it on the way.</summary>
    /// <remarks>
    /// Order, and why: (1) both segments are locked, source first, as everybody locks non-appendable segments before appendable ones; (2) the
    /// dependency is noted, so that no flush that sees the move can overlook it; (3) the copy is written; (4) the source's copy is deleted.
    /// Invariant: a reader that holds neither lock sees one copy at least (I7), and the copy reaches the disk before the deletion (I2).
    /// </remarks>
    private async ValueTask Move(SegmentSlot source, PointId id, Func<Point, Point> edit, OperationNumber number)
    {
        var destination = SmallestAppendable();
        using (await source.Lock.Write())
        using (await destination.Lock.Write())
        {
            _dependencies.Add(source.Id, destination.Id, number);
            if (source.Segment is ProxySegment { Wrapped.IsAppendable: true })
            {
                _runtime.Took(EnginePaths.UpdateLeavesAppendable);
            }

            var point = source.Segment.Read(id);
            Invariant.Holds(point is not null, "I7", $"point {id} is gone from segment {source.Id} while operation {number} moves it");
            if (_defects.Has(Defect.Canary))
            {
                point = point with { Payload = NameMap<PayloadValue>.Empty };
            }

            ((AppendableSegment)destination.Segment).Upsert(edit(point), number);
            await _runtime.Point(EnginePoints.UpdateMoved, destination.Lock.Resource, Access.Write);
            source.Segment.Delete(id, number);
        }
    }

    /// <summary>
    /// The slot with the newest copy of a point. Older copies are deleted on the way. No lock is needed to look: only the holder of the updates mutex
    /// changes where points are.
    /// </summary>
    private async ValueTask<Location> Locate(PointId id, OperationNumber number)
    {
        SegmentSlot? newest = null;
        OperationNumber newestVersion = default;
        for (var i = 0; i < _holder.Count; i++)
        {
            var slot = _holder.SlotAt(i);
            if (!slot.Segment.TryGetVersion(id, out var version))
            {
                continue;
            }

            var older = slot;
            if (newest is null || version > newestVersion)
            {
                (older, newest) = (newest, slot);
                newestVersion = version;
            }

            if (older is not null && !_defects.Has(Defect.UpdateKeepsOldVersions))
            {
                _runtime.Took(EnginePaths.UpdateDropsOlderCopy);
                using (await older.Lock.Write())
                {
                    older.Segment.Delete(id, newestVersion);
                }
            }
        }

        var isCurrent = newest is not null
            && (newestVersion >= number || (newestVersion == OperationNumber.None && _defects.Has(Defect.VersionlessPointTreatedAsZero)));
        return new Location(newest, isCurrent);
    }

    /// <summary>Where new points go. The segments fill evenly; the first of equals is taken.</summary>
    private SegmentSlot SmallestAppendable()
    {
        SegmentSlot? smallest = null;
        foreach (var slot in _holder.Slots)
        {
            if (slot.Segment.IsAppendable && (smallest is null || slot.Segment.LiveCount < smallest.Segment.LiveCount))
            {
                smallest = slot;
            }
        }

        Invariant.Holds(smallest is not null, "I7", "there is no appendable segment");
        return smallest;
    }

    /// <summary>Where a point is; <c>IsCurrent</c> when its version is the operation's or later.</summary>
    private readonly record struct Location(SegmentSlot? Newest, bool IsCurrent);

    private sealed class Dispatch(UpdateApplier applier, OperationNumber number) : IOperationVisitor<ValueTask>
    {
        public ValueTask Visit(UpsertPoints operation) => applier.Upsert(LastOfEach(operation.Points), number);

        public ValueTask Visit(DeletePoints operation) => applier.Delete(Distinct(operation.Ids), number);

        public ValueTask Visit(SetPayload operation) =>
            Edit(operation, new PayloadEdit(payload => PayloadEdit.Merge(payload, operation.Key, operation.Payload)));

        public ValueTask Visit(OverwritePayload operation) => Edit(operation, new PayloadEdit(_ => operation.Payload));

        public ValueTask Visit(DeletePayload operation) => Edit(operation, new PayloadEdit(payload =>
        {
            foreach (var key in operation.Keys)
            {
                payload = payload.Without(key);
            }

            return payload;
        }));

        public ValueTask Visit(ClearPayload operation) => Edit(operation, new PayloadEdit(_ => NameMap<PayloadValue>.Empty));

        public ValueTask Visit(UpdateVectors operation)
        {
            // Vectors of a point that is given twice are brought together: its version lets the operation change it only once.
            var places = new Dictionary<PointId, int>(operation.Points.Count);
            var edits = new List<(PointId Id, PointEdit Edit)>(operation.Points.Count);
            foreach (var point in operation.Points.Span)
            {
                if (places.TryAdd(point.Id, edits.Count))
                {
                    edits.Add((point.Id, new VectorEdit(point.Vectors, [])));
                }
                else
                {
                    var earlier = (VectorEdit)edits[places[point.Id]].Edit;
                    edits[places[point.Id]] = (point.Id, new VectorEdit(earlier.Written.WithAll(point.Vectors), []));
                }
            }

            return applier.Edit(edits, number);
        }

        public ValueTask Visit(DeleteVectors operation) => Edit(operation, new VectorEdit(NameMap<DenseVector>.Empty, operation.Names));

        public ValueTask Visit(CreateVectorName operation) => applier.ChangeSchema(operation, number);

        public ValueTask Visit(DeleteVectorName operation) => applier.ChangeSchema(operation, number);

        public ValueTask Visit(CreateFieldIndex operation) => applier.ChangeSchema(operation, number);

        public ValueTask Visit(DropFieldIndex operation) => applier.ChangeSchema(operation, number);

        public ValueTask Visit(ByFilter operation) =>
            throw new InvariantException("I8", "an operation is applied with its filter unsettled");

        private ValueTask Edit(PointsOperation operation, PointEdit edit) =>
            applier.Edit([.. Distinct(operation.Ids).Select(id => (id, edit))], number);

        private static PointId[] Distinct(ValueList<PointId> ids) => [.. ids.Distinct()];

        /// <summary>The last entry of each id, in the order in which the ids first occur.</summary>
        private static List<Point> LastOfEach(ValueList<Point> points)
        {
            var places = new Dictionary<PointId, int>(points.Count);
            var last = new List<Point>(points.Count);
            foreach (var point in points.Span)
            {
                if (places.TryAdd(point.Id, last.Count))
                {
                    last.Add(point);
                }
                else
                {
                    last[places[point.Id]] = point;
                }
            }

            return last;
        }
    }
}

using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Engine.Defects;
using Sim.Engine.Flush;
using Sim.Engine.Invariants;
using Sim.Engine.Search;
using Sim.Engine.Segments;

namespace Sim.Engine.Proxy;

/// <summary>
/// Stands in for a segment while the optimizer works on it. The wrapped segment does not change any more; deletions are noted here and carried over to
/// whatever takes the segment's place. Changes of points go elsewhere, as a copy and a deletion. Reads equal reads of the wrapped
/// segment minus what was deleted (I9).
/// </summary>
internal sealed class ProxySegment : ISegment
{
    private readonly SortedDictionary<PointId, OperationNumber> _deletions = [];
    private readonly List<(OperationNumber Number, SchemaOperation Change)> _schemaChanges = [];
    private readonly SortedSet<string> _hiddenVectors = new(StringComparer.Ordinal);
    private readonly DeletedMask _mask;
    private OperationNumber _version;

    /// <param name="wrapped">The segment.</param>
    /// <param name="mask">Which of its offsets are deleted; the proxy owns this copy and adds its own deletions.</param>
    internal ProxySegment(Segment wrapped, DeletedMask mask)
    {
        Wrapped = wrapped;
        _mask = mask;
        _version = wrapped.Version;
    }

    /// <summary>The segment that the proxy stands in for.</summary>
    public Segment Wrapped { get; }

    /// <summary>The deletions noted, by id, each with the operation that made it. Needs the lock for reading.</summary>
    public IReadOnlyDictionary<PointId, OperationNumber> Deletions => _deletions;

    /// <summary>The changes of the schema noted, in the order of the operations that made them. Needs the lock for reading.</summary>
    public IReadOnlyList<(OperationNumber Number, SchemaOperation Change)> SchemaChanges => _schemaChanges;

    public bool IsAppendable => false;

    public int LiveCount => Math.Max(0, Wrapped.LiveCount - _deletions.Count);

    public OperationNumber Version => OperationNumber.Max(_version, Wrapped.Version);

    public OperationNumber? FirstUnflushable
    {
        get
        {
            OperationNumber? first = _schemaChanges.Count > 0 ? _schemaChanges[0].Number : null;
            foreach (var operation in _deletions.Values)
            {
                if (first is null || operation < first)
                {
                    first = operation;
                }
            }

            return first;
        }
    }

    /// <summary>The vectors of the wrapped segment that a deletion of their name has been noted for; null when there are none.</summary>
    private SortedSet<string>? HiddenVectors => _hiddenVectors.Count == 0 ? null : _hiddenVectors;

    public bool TryGetVersion(PointId id, out OperationNumber version)
    {
        version = default;
        return !_deletions.ContainsKey(id) && Wrapped.TryGetVersion(id, out version);
    }

    public Point? Read(PointId id) =>
        !_deletions.ContainsKey(id) && Wrapped.Ids.TryGetOffset(id, out var offset) ? Wrapped.ReadAt(offset, HiddenVectors) : null;

    public void Search(SegmentSearch search) => search.Run(Wrapped, _deletions.Count == 0 ? Wrapped.Ids.Deleted : _mask, HiddenVectors);

    public void Scan(SegmentScan scan)
    {
        scan.Hidden = _deletions.ContainsKey;
        scan.Run(Wrapped, HiddenVectors);
        scan.Hidden = null;
    }

    public void Delete(PointId id, OperationNumber operation)
    {
        if (_deletions.ContainsKey(id) || !Wrapped.TryGetVersion(id, out var version) || version > operation)
        {
            return;
        }

        _deletions.Add(id, operation);
        Wrapped.Ids.TryGetOffset(id, out var offset);
        _mask.Grow(offset + 1, deleted: false);
        _mask.Set(offset, deleted: true);
        _version = OperationNumber.Max(_version, operation);
    }

    public void ChangeSchema(SchemaOperation change, OperationNumber operation)
    {
        if (operation <= Wrapped.Columns.Version || (_schemaChanges.Count > 0 && operation <= _schemaChanges[^1].Number))
        {
            return;
        }

        _schemaChanges.Add((operation, change));
        if (change is DeleteVectorName delete)
        {
            // What gets the name afterwards is not what the wrapped segment has under it, so it stays hidden.
            _hiddenVectors.Add(delete.Name);
        }

        _version = OperationNumber.Max(_version, operation);
    }

    public SegmentFlush? CaptureFlush(OperationNumber claim, bool isForced) => Wrapped.CaptureFlush(claim, isForced);

    /// <summary>
    /// Applies what was noted to the wrapped segment, each change as the operation that made it, so that the segment is dirty by them (I11): changes of the
    /// schema first, in their order, then deletions. Reads through the proxy do not change by it. Needs the lock for writing.
    /// </summary>
    public void PropagateToWrapped(DefectSet defects)
    {
        foreach (var (operation, change) in _schemaChanges)
        {
            Wrapped.ChangeSchema(change, operation);
        }

        foreach (var (id, operation) in _deletions)
        {
            if (defects.Has(Defect.PropagateDeletesAtSegmentVersion))
            {
                Wrapped.Delete(id, Wrapped.Version);
                continue;
            }

            Wrapped.Delete(id, operation);
            Invariant.Holds(Wrapped.Version >= operation, "I11", $"the deletion of point {id} by operation {operation} was not carried over");
        }
    }
}

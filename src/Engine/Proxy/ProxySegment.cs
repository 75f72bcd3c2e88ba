using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Engine.Defects;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Flush;
using Sim.Engine.Invariants;
using Sim.Engine.Search;
using Sim.Engine.Segments;

namespace Sim.Engine.Proxy;

/// <summary>
/// Stands in for a segment while the optimizer works on it. The wrapped segment does not change any more; deletions and changes of indexes are noted here
/// and carried over to whatever takes the segment's place. Changes of points go elsewhere, as a copy and a deletion. Reads equal reads of the wrapped
/// segment minus what was deleted (I9).
/// </summary>
internal sealed class ProxySegment : ISegment
{
    private readonly SortedDictionary<PointId, OperationNumber> _deletions = [];
    private readonly List<(OperationNumber Number, SchemaOperation Operation)> _schemaChanges = [];
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
        Definitions = wrapped.Definitions;
    }

    /// <summary>The segment that the proxy stands in for.</summary>
    public Segment Wrapped { get; }

    /// <summary>The deletions noted, by id, each with the operation that made it. Needs the lock for reading.</summary>
    public IReadOnlyDictionary<PointId, OperationNumber> Deletions => _deletions;

    /// <summary>The changes of vectors and indexes noted, in the order of their operations. Needs the lock for reading.</summary>
    public IReadOnlyList<(OperationNumber Number, SchemaOperation Operation)> SchemaChanges => _schemaChanges;

    /// <summary>Which indexes whatever takes the segment's place must have. The wrapped segment keeps its own, and reads use those.</summary>
    public IndexDefinitions Definitions { get; private set; }

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

    public void Walk(SegmentWalk walk) => walk.Run(Wrapped, _deletions, HiddenVectors);

    public Action? Prepare(OperationNumber number, SchemaOperation operation)
    {
        if (operation is CreateVectorName or DeleteVectorName)
        {
            return number <= Wrapped.Columns.Version ? null : () =>
            {
                if (operation is DeleteVectorName delete)
                {
                    // What gets the name afterwards is not what the wrapped segment has under it, so it stays hidden.
                    _hiddenVectors.Add(delete.Name);
                }

                Note(number, operation);
            };
        }

        if (number <= Definitions.Version)
        {
            return null;
        }

        var definitions = Definitions.After(number, operation);
        return () =>
        {
            Definitions = definitions;
            Note(number, operation);
        };
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

    /// <summary>
    /// Applies the changes of vectors and indexes to a segment, those that it lacks. Needs that segment's lock for writing, if anybody else sees it.
    /// </summary>
    public void PropagateSchemaTo(Segment segment)
    {
        foreach (var (number, operation) in _schemaChanges)
        {
            segment.Prepare(number, operation)?.Invoke();
        }
    }

    public SegmentFlush? CaptureFlush(OperationNumber claim, bool isForced) => Wrapped.CaptureFlush(claim, isForced);

    /// <summary>
    /// Applies the changes of vectors and indexes and then the deletions to the wrapped segment, each as the operation that made it, so that the segment is
    /// dirty by them (I11). Reads through the proxy do not change by it. Needs the lock for writing.
    /// </summary>
    /// <remarks>Indexes come first and in the order of their operations: each is made as it would have been then, and loses the deleted points after.</remarks>
    public void PropagateToWrapped(DefectSet defects)
    {
        PropagateSchemaTo(Wrapped);
        Invariant.Holds(Wrapped.Definitions == Definitions, "I11", $"segment {Wrapped.Id} lacks a change of its indexes that was noted");
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

    private void Note(OperationNumber number, SchemaOperation operation)
    {
        _schemaChanges.Add((number, operation));
        _version = OperationNumber.Max(_version, number);
    }
}

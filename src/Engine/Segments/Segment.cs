using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Flush;
using Sim.Engine.Search;
using Sim.Engine.VectorIndex;

namespace Sim.Engine.Segments;

/// <summary>A segment that holds data: what appendable and immutable segments have in common.</summary>
internal abstract class Segment : ISegment
{
    protected Segment(SegmentId id, VectorColumns columns)
    {
        Id = id;
        Columns = columns;
    }

    /// <summary>The segment's number, and the name of its directory.</summary>
    public SegmentId Id { get; }

    /// <summary>The named vectors that the segment stores.</summary>
    public VectorColumns Columns { get; protected set; }

    public abstract bool IsAppendable { get; }

    public int LiveCount => Ids.LiveCount;

    public OperationNumber Version { get; protected set; }

    /// <summary>Every operation up to this one has left its effect on this segment on disk.</summary>
    public OperationNumber PersistedVersion { get; set; }

    public OperationNumber? FirstUnflushable => null;

    /// <summary>True once the segment has a state file: a crash finds it again.</summary>
    public bool HasState { get; set; }

    /// <summary>Which point is where.</summary>
    public IdTracker Ids { get; } = new();

    /// <summary>The indexes over fields of the payload.</summary>
    public SegmentIndexes Indexes { get; } = new();

    public IndexDefinitions Definitions => Indexes.Definitions;

    public bool TryGetVersion(PointId id, out OperationNumber version)
    {
        if (Ids.TryGetOffset(id, out var offset))
        {
            version = Ids.VersionAt(offset);
            return true;
        }

        version = default;
        return false;
    }

    public Point? Read(PointId id) => Ids.TryGetOffset(id, out var offset) ? ReadAt(offset) : null;

    /// <summary>The point at an offset.</summary>
    /// <param name="offset">The offset.</param>
    /// <param name="hiddenVectors">Names of vectors to leave out: those that a proxy has noted as deleted.</param>
    public Point ReadAt(int offset, IReadOnlySet<string>? hiddenVectors = null)
    {
        var vectors = new List<KeyValuePair<string, DenseVector>>(Columns.Count);
        for (var i = 0; i < Columns.Count; i++)
        {
            var storage = VectorsOf(i);
            var name = Columns[i].Vector.Name;
            if (storage.Has(offset) && hiddenVectors?.Contains(name) != true)
            {
                vectors.Add(new(name, DenseVector.Create(storage.Get(offset))));
            }
        }

        return new Point(Ids.IdAt(offset), NameMap<DenseVector>.From(vectors), PayloadAt(offset));
    }

    public void Search(SegmentSearch search) => search.Run(this, Ids.Deleted, hiddenVectors: null);

    public void Walk(SegmentWalk walk) => walk.Run(this);

    public Action? Prepare(OperationNumber number, SchemaOperation operation)
    {
        if (operation is CreateVectorName or DeleteVectorName)
        {
            return Columns.ChangeBy(operation, number) is not { } change ? null : () =>
            {
                ChangeColumns(change);
                Touch(number);
            };
        }

        if (number <= Definitions.Version)
        {
            return null;
        }

        var definitions = Definitions.After(number, operation);
        var built = Indexes.LackedFor(definitions).Select(BuildIndex).ToArray();
        return () =>
        {
            Indexes.Replace(definitions, built);
            Touch(number);
        };
    }

    public void Delete(PointId id, OperationNumber operation)
    {
        if (!Ids.TryGetOffset(id, out var offset) || Ids.VersionAt(offset) > operation)
        {
            return;
        }

        DeleteAt(id, operation);
        Touch(operation);
    }

    public abstract SegmentFlush? CaptureFlush(OperationNumber claim, bool isForced);

    /// <summary>The storage of the vector at this place of the columns.</summary>
    public abstract IVectorStorage VectorsOf(int index);

    /// <summary>The index over the vector at this place of the columns; null when there is none.</summary>
    public virtual HnswIndex? IndexOf(int index) => null;

    /// <summary>The payload at an offset.</summary>
    public abstract NameMap<PayloadValue> PayloadAt(int offset);

    /// <summary>Makes an index over the live points.</summary>
    protected abstract ValueIndex BuildIndex(IndexDefinition definition);

    /// <summary>The content of an index over the live points; with those that are gone, it is what a historic defect made.</summary>
    protected MutableIndex GatherIndex(IndexDefinition definition, bool withGone = false)
    {
        var index = new MutableIndex(definition);
        for (var offset = 0; offset < Ids.Total; offset++)
        {
            if (withGone || !Ids.Deleted.IsDeleted(offset))
            {
                index.Add(offset, PayloadAt(offset));
            }
        }

        return index;
    }

    /// <summary>Closes the segment's files.</summary>
    public abstract void Close();

    /// <summary>Deletes a live point in memory and notes it for the next flush.</summary>
    protected abstract void DeleteAt(PointId id, OperationNumber operation);

    /// <summary>Takes over a change of the columns in memory and notes it for the next flush.</summary>
    protected abstract void ChangeColumns(ColumnChange change);

    /// <summary>Notes that an operation has changed the segment.</summary>
    protected void Touch(OperationNumber operation) => Version = OperationNumber.Max(Version, operation);
}

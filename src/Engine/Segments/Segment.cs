using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
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

    public void Scan(SegmentScan scan) => scan.Run(this, hiddenVectors: null);

    public void Delete(PointId id, OperationNumber operation)
    {
        if (!Ids.TryGetOffset(id, out var offset) || Ids.VersionAt(offset) > operation)
        {
            return;
        }

        DeleteAt(id, operation);
        Touch(operation);
    }

    public void ChangeSchema(SchemaOperation change, OperationNumber operation)
    {
        if (Columns.ChangeBy(change, operation) is { } columnChange)
        {
            ChangeColumns(columnChange);
        }

        // What has nothing to change has seen the operation all the same.
        Touch(operation);
    }

    public abstract SegmentFlush? CaptureFlush(OperationNumber claim, bool isForced);

    /// <summary>The storage of the vector at this place of the columns.</summary>
    public abstract IVectorStorage VectorsOf(int index);

    /// <summary>The index over the vector at this place of the columns; null when there is none.</summary>
    public virtual HnswIndex? IndexOf(int index) => null;

    /// <summary>The payload at an offset.</summary>
    public abstract NameMap<PayloadValue> PayloadAt(int offset);

    /// <summary>Closes the segment's files.</summary>
    public abstract void Close();

    /// <summary>Deletes a live point in memory and notes it for the next flush.</summary>
    protected abstract void DeleteAt(PointId id, OperationNumber operation);

    /// <summary>Takes over a change of the columns in memory and notes it for the next flush.</summary>
    protected abstract void ChangeColumns(ColumnChange change);

    /// <summary>Notes that an operation has changed the segment.</summary>
    protected void Touch(OperationNumber operation) => Version = OperationNumber.Max(Version, operation);
}

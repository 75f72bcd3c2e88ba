using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Engine.Segments;

namespace Sim.Engine.Updates;

/// <summary>Writes some named vectors of a point and takes others away.</summary>
internal sealed class VectorEdit(NameMap<DenseVector> written, ValueList<string> deleted) : PointEdit
{
    /// <summary>The vectors to write.</summary>
    public NameMap<DenseVector> Written => written;

    public override Point Edited(Point point)
    {
        var vectors = point.Vectors.WithAll(written);
        foreach (var name in deleted)
        {
            vectors = vectors.Without(name);
        }

        return point with { Vectors = vectors };
    }

    public override void ApplyInPlace(AppendableSegment segment, PointId id, OperationNumber operation) =>
        segment.EditVectors(id, written, deleted, operation);
}

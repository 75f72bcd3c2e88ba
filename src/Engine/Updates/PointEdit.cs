using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Engine.Segments;

namespace Sim.Engine.Updates;

/// <summary>A change of one point that exists, made where it lies or on the way to another segment.</summary>
internal abstract class PointEdit
{
    /// <summary>The point as it is after the change.</summary>
    public abstract Point Edited(Point point);

    /// <summary>Changes the point where it lies. Needs the segment's lock for writing.</summary>
    public abstract void ApplyInPlace(AppendableSegment segment, PointId id, OperationNumber operation);
}

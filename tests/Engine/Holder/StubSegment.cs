using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Flush;
using Sim.Engine.Search;
using Sim.Engine.Segments;

namespace Sim.Engine.Tests.Holder;

/// <summary>A segment without points, for what only looks at which segments there are.</summary>
internal sealed class StubSegment(bool isAppendable) : ISegment
{
    public bool IsAppendable => isAppendable;

    public int LiveCount => 0;

    public OperationNumber Version => default;

    public OperationNumber? FirstUnflushable => null;

    public IndexDefinitions Definitions => IndexDefinitions.None;

    public bool TryGetVersion(PointId id, out OperationNumber version)
    {
        version = default;
        return false;
    }

    public Point? Read(PointId id) => null;

    public void Search(SegmentSearch search)
    {
        // There is nothing to find.
    }

    public void Walk(SegmentWalk walk)
    {
        // There is nothing to see.
    }

    public Action? Prepare(OperationNumber number, SchemaOperation operation) => null;

    public void Delete(PointId id, OperationNumber operation) => throw new InvalidOperationException("There is no point to delete.");

    public SegmentFlush? CaptureFlush(OperationNumber claim, bool isForced) => null;
}

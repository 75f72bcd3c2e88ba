using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Engine.Segments;

namespace Sim.Engine.Search;

/// <summary>A read that looks at the points of each segment, on its way through the segments of a collection.</summary>
internal abstract class SegmentWalk : ISegmentRead
{
    private static readonly Dictionary<PointId, OperationNumber> Nothing = [];

    /// <summary>Points to leave out: those that a proxy over the segment has noted as deleted.</summary>
    protected IReadOnlyDictionary<PointId, OperationNumber> Hidden { get; private set; } = Nothing;

    /// <summary>Names of vectors that points count as lacking: those that a proxy over the segment has noted as deleted. Null for none.</summary>
    protected IReadOnlySet<string>? HiddenVectors { get; private set; }

    public void Visit(ISegment segment) => segment.Walk(this);

    /// <summary>Looks at the points of a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="hidden">Points of it to leave out.</param>
    /// <param name="hiddenVectors">Names of vectors that its points count as lacking; null for none.</param>
    public void Run(Segment segment, IReadOnlyDictionary<PointId, OperationNumber> hidden, IReadOnlySet<string>? hiddenVectors)
    {
        (Hidden, HiddenVectors) = (hidden, hiddenVectors);
        Run(segment);
        (Hidden, HiddenVectors) = (Nothing, null);
    }

    /// <summary>Looks at the points of a segment.</summary>
    public abstract void Run(Segment segment);

    /// <summary>True when the point at an offset is live and not hidden.</summary>
    protected bool IsVisible(Segment segment, int offset) =>
        !segment.Ids.Deleted.IsDeleted(offset) && (Hidden.Count == 0 || !Hidden.ContainsKey(segment.Ids.IdAt(offset)));
}

using Sim.Engine.Segments;

namespace Sim.Engine.Search;

/// <summary>One read on its way through the segments of a collection; see <see cref="Shards.Shard.Read"/> for the order.</summary>
internal interface ISegmentRead
{
    /// <summary>Takes what it needs from a segment, which is held for reading.</summary>
    void Visit(ISegment segment);
}

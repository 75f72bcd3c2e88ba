using Sim.Engine.Search;
using Sim.Engine.Segments;

namespace Sim.Engine.VectorIndex;

/// <summary>Accepts the offsets of live points that match a filter.</summary>
internal readonly struct MatchingOffsets(Segment segment, DeletedMask deleted, FilterMatcher matcher) : IOffsetFilter
{
    public bool Accepts(int offset) => !deleted.IsDeleted(offset) && matcher.Matches(segment, offset);
}

using Sim.Engine.Segments;

namespace Sim.Engine.VectorIndex;

/// <summary>Accepts the offsets that a mask says are live.</summary>
internal readonly struct LiveOffsets(DeletedMask deleted) : IOffsetFilter
{
    public bool Accepts(int offset) => !deleted.IsDeleted(offset);
}

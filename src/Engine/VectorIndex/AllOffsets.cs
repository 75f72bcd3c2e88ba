namespace Sim.Engine.VectorIndex;

/// <summary>Accepts every offset. A search with it takes the fast path.</summary>
internal readonly struct AllOffsets : IOffsetFilter
{
    public bool Accepts(int offset) => true;
}

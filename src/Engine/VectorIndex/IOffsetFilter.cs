namespace Sim.Engine.VectorIndex;

/// <summary>Says which offsets a search may return. A search walks over the others, too.</summary>
internal interface IOffsetFilter
{
    /// <summary>True when the offset may be returned.</summary>
    bool Accepts(int offset);
}

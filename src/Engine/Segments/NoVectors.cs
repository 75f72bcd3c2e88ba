using System.Runtime.InteropServices;

namespace Sim.Engine.Segments;

/// <summary>A named vector that no point of the segment has: it was created after the segment was built.</summary>
internal sealed class NoVectors(int dimension) : IVectorStorage
{
    private readonly float[] _none = [];

    public VectorRows Rows => new(ref MemoryMarshal.GetArrayDataReference(_none), dimension, []);

    public bool Has(int offset) => false;

    public ulong Presence(int word) => 0;

    public ReadOnlySpan<float> Get(int offset) => throw new ArgumentOutOfRangeException(nameof(offset), offset, "No point has this vector.");
}

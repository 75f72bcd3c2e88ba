using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sim.Engine.Segments;

/// <summary>
/// The vectors of a storage as they lie in memory: one row of floats for each offset, without gaps. Rows of offsets that have no vector hold
/// anything. Nothing is checked here: whoever asks for a row knows that the offset exists.
/// </summary>
internal readonly ref struct VectorRows
{
    private readonly ref readonly float _first;
    private readonly ref readonly float _lengths;

    /// <param name="first">The first float of the first row.</param>
    /// <param name="dimension">The number of floats in a row.</param>
    /// <param name="lengths">The length of each row's vector, or nothing when lengths are not kept.</param>
    public VectorRows(ref readonly float first, int dimension, ReadOnlySpan<float> lengths)
    {
        _first = ref first;
        _lengths = ref MemoryMarshal.GetReference(lengths);
        Dimension = dimension;
        HasLengths = !lengths.IsEmpty;
    }

    /// <summary>The number of floats in a row.</summary>
    public int Dimension { get; }

    /// <summary>True when the lengths of the vectors are kept.</summary>
    public bool HasLengths { get; }

    /// <summary>The first float of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly float Row(int offset) => ref Unsafe.Add(ref Unsafe.AsRef(in _first), unchecked((nint)offset * Dimension));

    /// <summary>The length of a row's vector, where lengths are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Length(int offset) => Unsafe.Add(ref Unsafe.AsRef(in _lengths), offset);
}

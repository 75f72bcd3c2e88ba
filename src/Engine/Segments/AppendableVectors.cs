using System.Runtime.InteropServices;
using Sim.Contracts.Points;

namespace Sim.Engine.Segments;

/// <summary>One named vector of an appendable segment: floats one after the other in memory, by offset.</summary>
internal sealed class AppendableVectors(int dimension) : IVectorStorage
{
    private float[] _values = [];
    private ulong[] _present = [];

    public VectorRows Rows => new(ref MemoryMarshal.GetArrayDataReference(_values), dimension, []);

    public bool Has(int offset) => (Presence(offset >> 6) & (1UL << (offset & 63))) != 0;

    public ulong Presence(int word) => word < _present.Length ? _present[word] : 0;

    public ReadOnlySpan<float> Get(int offset) => _values.AsSpan(offset * dimension, dimension);

    /// <summary>Puts a vector at an offset, or takes it away.</summary>
    public void Set(int offset, DenseVector? vector)
    {
        var word = offset >> 6;
        var bit = 1UL << (offset & 63);
        if (vector is null)
        {
            if (word < _present.Length)
            {
                _present[word] &= ~bit;
            }

            return;
        }

        Reserve(offset + 1);
        _present[word] |= bit;
        vector.Span.CopyTo(_values.AsSpan(offset * dimension, dimension));
    }

    private void Reserve(int count)
    {
        if (count * dimension > _values.Length)
        {
            var capacity = Math.Max(count, Math.Max(16, _values.Length / dimension * 2));
            Array.Resize(ref _values, capacity * dimension);
        }

        var words = (count + 63) >> 6;
        if (words > _present.Length)
        {
            Array.Resize(ref _present, Math.Max(words, _present.Length * 2));
        }
    }
}

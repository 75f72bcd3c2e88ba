using Sim.Contracts.Points;

namespace Sim.Engine.Segments;

/// <summary>One named vector of an appendable segment: floats one after the other in memory, by offset.</summary>
internal sealed class AppendableVectors(int dimension) : IVectorStorage
{
    private float[] _values = [];
    private bool[] _present = [];

    public bool Has(int offset) => offset < _present.Length && _present[offset];

    public ReadOnlySpan<float> Get(int offset) => _values.AsSpan(offset * dimension, dimension);

    /// <summary>Puts a vector at an offset, or takes it away.</summary>
    public void Set(int offset, DenseVector? vector)
    {
        if (offset >= _present.Length)
        {
            if (vector is null)
            {
                return;
            }

            var capacity = Math.Max(offset + 1, Math.Max(16, _present.Length * 2));
            Array.Resize(ref _present, capacity);
            Array.Resize(ref _values, capacity * dimension);
        }

        _present[offset] = vector is not null;
        vector?.Span.CopyTo(_values.AsSpan(offset * dimension, dimension));
    }
}

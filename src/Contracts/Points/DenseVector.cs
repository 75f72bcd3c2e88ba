using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sim.Contracts.Points;

/// <summary>An immutable vector of 32-bit floats. Two vectors are equal when their floats are equal bit by bit.</summary>
[CollectionBuilder(typeof(DenseVector), nameof(Create))]
public sealed class DenseVector : IEquatable<DenseVector>
{
    private readonly float[] _values;

    private DenseVector(float[] values) => _values = values;

    /// <summary>The number of floats.</summary>
    public int Dimension => _values.Length;

    /// <summary>The floats; valid as long as the vector lives.</summary>
    public ReadOnlySpan<float> Span => _values;

    /// <summary>The float at <paramref name="index"/>.</summary>
    public float this[int index] => _values[index];

    /// <summary>A vector with a copy of these floats.</summary>
    public static DenseVector Create(ReadOnlySpan<float> values) => new(values.ToArray());

    /// <summary>Enumerates the floats.</summary>
    public IEnumerator<float> GetEnumerator() => ((IEnumerable<float>)_values).GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(DenseVector? other) =>
        other is not null && MemoryMarshal.AsBytes(Span).SequenceEqual(MemoryMarshal.AsBytes(other.Span));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DenseVector);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        unchecked
        {
            var hash = 17;
            foreach (var value in _values)
            {
                hash = (hash * 31) + BitConverter.SingleToInt32Bits(value);
            }

            return hash;
        }
    }

    /// <summary>The floats in brackets.</summary>
    public override string ToString() => $"[{string.Join(", ", _values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}]";
}

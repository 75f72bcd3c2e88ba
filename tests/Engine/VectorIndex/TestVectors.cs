using System.Runtime.InteropServices;
using Sim.Engine.Search;
using Sim.Engine.Segments;
using Sim.Runtime.Randomness;

namespace Sim.Engine.Tests.VectorIndex;

/// <summary>Vectors in memory, with presence and lengths, as a built segment would have them.</summary>
internal sealed class TestVectors(float[] values, int dimension, Func<int, bool>? isPresent = null) : IVectorStorage
{
    private readonly float[] _lengths =
        [.. Enumerable.Range(0, values.Length / dimension).Select(i => VectorScorer.Length(values.AsSpan(i * dimension, dimension)))];

    public int Count => values.Length / dimension;

    public VectorRows Rows => new(in MemoryMarshal.GetArrayDataReference(values), dimension, _lengths);

    public bool Has(int offset) => isPresent is null || isPresent(offset);

    public ulong Presence(int word)
    {
        var bits = 0UL;
        for (var i = 0; i < 64; i++)
        {
            var offset = (word * 64) + i;
            bits |= offset < Count && Has(offset) ? 1UL << i : 0;
        }

        return bits;
    }

    public ReadOnlySpan<float> Get(int offset) => values.AsSpan(offset * dimension, dimension);

    /// <summary>Numbers from -1 to 1.</summary>
    public static float[] Draw(RandomStream random, int count)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
        {
            value = ((int)(random.NextBits() >> 40) - 8_388_608) / 8_388_608f;
        }

        return values;
    }

    /// <summary>Vectors around a few centres, one centre after the other in turn.</summary>
    public static TestVectors Clustered(ulong seed, int count, int dimension, Func<int, bool>? isPresent = null)
    {
        const int Centres = 20;
        var random = new RandomStream(seed);
        var centres = Draw(random, Centres * dimension);
        var values = Draw(random, count * dimension);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] * 0.5f) + centres[(i / dimension % Centres * dimension) + (i % dimension)];
        }

        return new TestVectors(values, dimension, isPresent);
    }
}

using Sim.Runtime.Randomness;

namespace Sim.Bench.Vectors;

/// <summary>
/// Seeded vectors with the two properties that vectors of real things have: they lie in clusters that touch, and near a space of fewer dimensions than
/// they have floats. Made of whole random numbers, sums and products alone, so the same on every machine.
/// </summary>
internal sealed class ClusteredData
{
    private const int Clusters = 100;
    private const int InnerDimension = 64;

    /// <summary>Makes points and queries of one distribution.</summary>
    public ClusteredData(ulong seed, int points, int queries, int dimension)
    {
        Dimension = dimension;
        var random = new Seed(seed).Stream("clustered");
        var directions = Draw(random, InnerDimension * dimension, 1);
        var centres = Draw(random, Clusters * InnerDimension, 1);
        Points = Make(random, points, directions, centres);
        Queries = Make(random, queries, directions, centres);
    }

    /// <summary>The number of floats of a vector.</summary>
    public int Dimension { get; }

    /// <summary>The vectors to index, one after the other.</summary>
    public float[] Points { get; }

    /// <summary>The vectors to search for, one after the other.</summary>
    public float[] Queries { get; }

    private float[] Make(RandomStream random, int count, float[] directions, float[] centres)
    {
        var vectors = new float[count * Dimension];
        Span<float> inner = stackalloc float[InnerDimension];
        for (var i = 0; i < count; i++)
        {
            var cluster = random.Below(Clusters);
            for (var d = 0; d < InnerDimension; d++)
            {
                inner[d] = centres[(cluster * InnerDimension) + d] + (0.8f * Bell(random));
            }

            var vector = vectors.AsSpan(i * Dimension, Dimension);
            for (var d = 0; d < InnerDimension; d++)
            {
                for (var j = 0; j < Dimension; j++)
                {
                    vector[j] += inner[d] * directions[(d * Dimension) + j];
                }
            }

            for (var j = 0; j < Dimension; j++)
            {
                vector[j] += 0.3f * Bell(random);
            }
        }

        return vectors;
    }

    private static float[] Draw(RandomStream random, int count, float scale)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = scale * Bell(random);
        }

        return values;
    }

    /// <summary>A number around 0 with the spread 1: the sum of four even ones, which is close to a normal one.</summary>
    private static float Bell(RandomStream random)
    {
        var bits = random.NextBits();
        var sum = (int)(bits & 0xFFFF) + (int)((bits >> 16) & 0xFFFF) + (int)((bits >> 32) & 0xFFFF) + (int)(bits >> 48);
        return (sum - 131_070) / 37_837f;
    }
}

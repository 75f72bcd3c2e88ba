using System.Runtime.InteropServices;
using Sim.Contracts.Schema;
using Sim.Engine.Search;
using Sim.Engine.Segments;
using Sim.Engine.Tests.VectorIndex;
using Sim.Runtime.Randomness;

namespace Sim.Engine.Tests.Search;

public sealed class VectorKernelTests
{
    [Fact]
    public void Sums_are_those_of_32_lanes_folded_in_the_stated_order_bit_by_bit()
    {
        var random = new RandomStream(1);
        for (var count = 1; count <= 200; count++)
        {
            var left = TestVectors.Draw(random, count);
            var right = TestVectors.Draw(random, count);
            ref var l = ref MemoryMarshal.GetArrayDataReference(left);
            ref var r = ref MemoryMarshal.GetArrayDataReference(right);
            AssertSame(ByHand(left, right, (a, b) => a * b), VectorKernel.Dot(in l, in r, count));
            AssertSame(ByHand(left, right, (a, b) => (a - b) * (a - b)), VectorKernel.SquaredDistance(in l, in r, count));
            AssertSame(ByHand(left, right, (a, b) => MathF.Abs(a - b)), VectorKernel.AbsoluteDistance(in l, in r, count));
        }
    }

    [Theory]
    [InlineData(Distance.Dot)]
    [InlineData(Distance.Cosine)]
    [InlineData(Distance.Euclid)]
    [InlineData(Distance.Manhattan)]
    public void Rows_scored_together_have_the_scores_that_they_have_alone(Distance distance)
    {
        var vectors = TestVectors.Clustered(seed: 3, count: 64, dimension: 37);
        var query = vectors.Get(11).ToArray();
        var wanted = 0x8000_F0F0_1234_5671UL;
        var scores = new float[VectorScorer.RowsPerBlock];
        scores.AsSpan().Fill(-7);
        VectorScorer.Score(distance, query, VectorScorer.Length(query), vectors.Rows, 0, wanted, scores);
        for (var i = 0; i < 64; i++)
        {
            AssertSame((wanted & (1UL << i)) != 0 ? VectorScorer.Score(distance, query, vectors.Get(i)) : -7, scores[i]);
        }
    }

    [Fact]
    public void Without_kept_lengths_cosine_scores_are_the_same()
    {
        var kept = TestVectors.Clustered(seed: 3, count: 64, dimension: 37);
        var query = kept.Get(11).ToArray();
        var with = new float[VectorScorer.RowsPerBlock];
        var without = new float[VectorScorer.RowsPerBlock];
        VectorScorer.Score(Distance.Cosine, query, VectorScorer.Length(query), kept.Rows, 0, ulong.MaxValue, with);
        var plain = new VectorRows(in kept.Rows.Row(0), 37, []);
        VectorScorer.Score(Distance.Cosine, query, VectorScorer.Length(query), plain, 0, ulong.MaxValue, without);
        Assert.Equal(with, without);
    }

    private static void AssertSame(float expected, float found) =>
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(found));

    private static float ByHand(float[] left, float[] right, Func<float, float, float> term)
    {
        var lanes = new float[32];
        var i = 0;
        for (; i + 32 <= left.Length; i += 32)
        {
            for (var lane = 0; lane < 32; lane++)
            {
                lanes[lane] += term(left[i + lane], right[i + lane]);
            }
        }

        for (var lane = 0; lane < 8; lane++)
        {
            lanes[lane] = (lanes[lane] + lanes[lane + 16]) + (lanes[lane + 8] + lanes[lane + 24]);
        }

        for (; i + 8 <= left.Length; i += 8)
        {
            for (var lane = 0; lane < 8; lane++)
            {
                lanes[lane] += term(left[i + lane], right[i + lane]);
            }
        }

        var sum = ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
        for (; i < left.Length; i++)
        {
            sum += term(left[i], right[i]);
        }

        return sum;
    }
}

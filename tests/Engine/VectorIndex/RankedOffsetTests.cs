using Sim.Engine.VectorIndex;

namespace Sim.Engine.Tests.VectorIndex;

public sealed class RankedOffsetTests
{
    [Fact]
    public void The_order_is_that_of_the_ranks_then_that_of_the_offsets()
    {
        float[] ranks = [float.NegativeInfinity, float.MinValue, -1.5f, -float.Epsilon, 0, float.Epsilon, 2, float.MaxValue, float.PositiveInfinity, float.NaN];
        var packed = ranks.SelectMany(rank => (int[])[0, 1, int.MaxValue], RankedOffset.Pack).ToArray();
        Assert.Equal(packed.Order(), packed);
        Assert.Equal(packed.Length, packed.Distinct().Count());
    }

    [Fact]
    public void Rank_and_offset_come_out_as_they_went_in_marked_or_not()
    {
        foreach (var rank in (float[])[float.NegativeInfinity, -3, 0, 1e-40f, 7, float.PositiveInfinity, float.NaN])
        {
            foreach (var offset in (int[])[0, 77, int.MaxValue])
            {
                var packed = RankedOffset.Pack(rank, offset);
                Assert.Equal((rank, offset), (RankedOffset.Rank(packed), RankedOffset.Offset(packed)));
                var marked = RankedOffset.Mark(packed);
                Assert.True(RankedOffset.IsMarked(marked) && !RankedOffset.IsMarked(packed));
                Assert.Equal((rank, offset), (RankedOffset.Rank(marked), RankedOffset.Offset(marked)));
                Assert.Equal(packed, RankedOffset.Unmark(marked));
            }
        }
    }

    [Fact]
    public void The_two_zeros_and_all_that_is_not_a_number_are_one_each()
    {
        Assert.Equal(RankedOffset.Pack(0f, 1), RankedOffset.Pack(-0f, 1));
        Assert.Equal(RankedOffset.Pack(float.NaN, 1), RankedOffset.Pack(-float.NaN, 1));
    }
}

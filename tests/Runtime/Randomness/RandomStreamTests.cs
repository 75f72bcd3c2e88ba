using FsCheck;
using FsCheck.Fluent;
using Sim.Runtime.Randomness;

namespace Sim.Runtime.Tests.Randomness;

/// <summary>The pinned numbers were computed by a separate implementation of the published algorithms, not copied from this one.</summary>
public sealed class RandomStreamTests
{
    [Theory]
    [InlineData(0UL, new ulong[] { 0x99EC5F36CB75F2B4, 0xBF6E1F784956452A, 0x1A5F849D4933E6E0, 0x6AA594F1262D2D2CUL })]
    [InlineData(1UL, new ulong[] { 0xB3F2AF6D0FC710C5, 0x853B559647364CEA, 0x92F89756082A4514, 0x642E1C7BC266A3A7UL })]
    [InlineData(42UL, new ulong[] { 0x15780B2E0C2EC716UL, 0x6104D9866D113A7E, 0xAE17533239E499A1, 0xECB8AD4703B360A1 })]
    public void The_first_outputs_of_a_seed_stay_for_ever(ulong seed, ulong[] expected)
    {
        var stream = new RandomStream(seed);
        Assert.Equal(expected, expected.Select(_ => stream.NextBits()));
    }

    [Fact]
    public void The_first_bounded_draws_of_a_seed_stay_for_ever()
    {
        var stream = new RandomStream(7);
        Assert.Equal([7, 2, 8, 9, 9, 8, 0, 1, 4, 1, 5, 7], Enumerable.Range(0, 12).Select(_ => stream.Below(10)));
    }

    [Fact]
    public void The_first_shuffle_of_a_seed_stays_for_ever()
    {
        int[] items = [0, 1, 2, 3, 4, 5, 6, 7];
        new RandomStream(7).Shuffle<int>(items);
        Assert.Equal([6, 0, 2, 3, 4, 7, 1, 5], items);
    }

    [Fact]
    public void A_bounded_draw_stays_within_its_bounds() =>
        Prop.ForAll<ulong, int, int>((seed, first, length) =>
        {
            var stream = new RandomStream(seed);
            var last = first + Math.Abs(length % 1000);
            return Enumerable.Range(0, 50).All(_ => stream.Between(first, last) is var drawn && drawn >= first && drawn <= last);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_outcome_of_a_small_bound_comes_up_about_as_often()
    {
        var stream = new RandomStream(3);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[stream.Below(7)]++;
        }

        // Five standard deviations of a binomial with n = 70,000 and p = 1/7 are 463.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 463, 10_000 + 463));
    }

    [Fact]
    public void Odds_draw_once_whatever_they_are()
    {
        var never = new RandomStream(5);
        var always = new RandomStream(5);
        Assert.False(never.Chance(0, 10));
        Assert.True(always.Chance(10, 10));
        Assert.Equal(never.NextBits(), always.NextBits());
    }

    [Fact]
    public void A_shuffle_keeps_every_item()
    {
        Prop.ForAll<ulong, int[]>((seed, items) =>
        {
            var shuffled = items.ToArray();
            new RandomStream(seed).Shuffle<int>(shuffled);
            return shuffled.Order().SequenceEqual(items.Order());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_bound_that_is_not_positive_is_refused()
    {
        var stream = new RandomStream(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Below(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Below(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Below(0UL));
    }
}

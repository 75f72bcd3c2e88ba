using Sim.Runtime.Randomness;

namespace Sim.Runtime.Tests.Randomness;

/// <summary>The pinned numbers were computed by a separate implementation of the published algorithms, not copied from this one.</summary>
public sealed class StableHashTests
{
    [Theory]
    [InlineData("", 0xF52A15E9A9B5E89B)]
    [InlineData("schedule", 0xC30775682A6356EE)]
    [InlineData("ünïcode", 0x6060886A99F61299UL)]
    public void The_hash_of_a_text_stays_for_ever(string text, ulong expected) => Assert.Equal(expected, StableHash.Of(text));

    [Fact]
    public void The_hash_of_a_number_stays_for_ever() => Assert.Equal(0x5692161D100B05E5UL, StableHash.Mix(1));

    [Fact]
    public void The_order_of_a_pair_counts()
    {
        Assert.Equal(0x975835DE1C9756CEUL, StableHash.Combine(1, 2));
        Assert.Equal(0xBEEB8DA1658EEC67UL, StableHash.Combine(2, 1));
    }
}

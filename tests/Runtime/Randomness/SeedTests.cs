using FsCheck;
using FsCheck.Fluent;
using Sim.Runtime.Randomness;

namespace Sim.Runtime.Tests.Randomness;

public sealed class SeedTests
{
    [Fact]
    public void The_first_output_of_a_named_stream_stays_for_ever() =>
        Assert.Equal(0xAD4DA43992BA8513, new Seed(42).Stream("workload").NextBits());

    [Fact]
    public void A_stream_depends_on_the_seed_and_its_name_alone()
    {
        var seed = new Seed(42);
        var expected = seed.Stream("workload").NextBits();
        var faults = seed.Stream("faults");
        for (var i = 0; i < 100; i++)
        {
            faults.NextBits();
        }

        Assert.Equal(expected, seed.Stream("workload").NextBits());
    }

    [Fact]
    public void Different_names_and_neighbouring_seeds_give_different_streams()
    {
        string[] names = ["workload", "schedule", "faults", "data", "data.ids", ""];
        var firsts = Enumerable.Range(0, 1000)
            .SelectMany(value => names.Select(name => new Seed((ulong)value).Stream(name).NextBits()))
            .ToArray();
        Assert.Equal(firsts.Length, firsts.Distinct().Count());
    }

    [Fact]
    public void Draws_from_one_stream_shift_no_draw_of_another() => Prop.ForAll<ulong, NonNull<string>, NonNull<string>>((value, one, other) =>
    {
        var seed = new Seed(value);
        var expected = Drawn(seed.Stream(one.Get));
        var (left, right) = (seed.Stream(one.Get), seed.Stream(other.Get));
        var seen = new List<ulong>();
        for (var i = 0; i < expected.Length; i++)
        {
            for (var draw = 0; draw < (int)(value % 5); draw++)
            {
                right.Below(7);
            }

            seen.Add(left.NextBits());
        }

        return seen.SequenceEqual(expected) && (one.Get == other.Get || !expected.Intersect(Drawn(seed.Stream(other.Get))).Any());

        static ulong[] Drawn(RandomStream stream) => [.. Enumerable.Range(0, 20).Select(_ => stream.NextBits())];
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_streams_of_two_names_share_no_bits_beyond_chance()
    {
        var left = new Seed(1).Stream("schedule");
        var right = new Seed(1).Stream("faults");
        var equalBits = 0;
        for (var i = 0; i < 1000; i++)
        {
            equalBits += 64 - System.Numerics.BitOperations.PopCount(left.NextBits() ^ right.NextBits());
        }

        // Five standard deviations of a binomial with n = 64,000 and p = 1/2 are 632.
        Assert.InRange(equalBits, 32_000 - 632, 32_000 + 632);
    }

    [Fact]
    public void A_derived_seed_has_streams_of_its_own() =>
        Assert.NotEqual(new Seed(1).Stream("a").NextBits(), new Seed(1).Derive("part").Stream("a").NextBits());
}

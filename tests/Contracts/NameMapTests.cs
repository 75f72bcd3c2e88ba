using FsCheck;
using FsCheck.Fluent;

namespace Sim.Contracts.Tests;

public sealed class NameMapTests
{
    /// <summary>Entries whose names are so few that they collide; "B" before "a" tells ordinal order from the dictionary's.</summary>
    private static readonly Arbitrary<KeyValuePair<string, string>[]> AnyEntries = Arb.From(
        Gen.Elements("a", "b", "B", "ab", "", "ä").SelectMany(
            _ => Gen.Elements("x", "y", "z"), (name, value) => KeyValuePair.Create(name, value)).ArrayOf());

    [Fact]
    public void A_map_behaves_as_a_sorted_dictionary_does() =>
        Prop.ForAll(AnyEntries, AnyEntries, (puts, removals) =>
        {
            var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
            var map = NameMap<string>.Empty;
            foreach (var (name, value) in puts)
            {
                expected[name] = value;
                map = map.With(name, value);
            }

            foreach (var (name, _) in removals)
            {
                expected.Remove(name);
                map = map.Without(name);
            }

            return map.SequenceEqual(expected)
                && map.Count == expected.Count
                && map.Names.SequenceEqual(expected.Keys.ToArray())
                && map.Values.SequenceEqual(expected.Values.ToArray())
                && puts.All(entry => map.Get(entry.Key) == expected.GetValueOrDefault(entry.Key))
                && puts.All(entry => map.Contains(entry.Key) == expected.ContainsKey(entry.Key))
                && map.Equals(NameMap<string>.From(expected))
                && map.GetHashCode() == NameMap<string>.From(expected.Reverse()).GetHashCode();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_changed_map_leaves_the_old_one_as_it_was() =>
        Prop.ForAll(AnyEntries, puts =>
        {
            var map = NameMap<string>.Empty.With("b", "1").With("ab", "2");
            var before = map.ToArray();
            foreach (var (name, value) in puts)
            {
                map.With(name, value);
                map.Without(name);
                map.WithAll(NameMap<string>.Empty.With(name, value));
            }

            return map.SequenceEqual(before);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Joining_lets_the_other_map_win()
    {
        var left = NameMap<string>.Empty.With("a", "1").With("b", "2");
        var right = NameMap<string>.Empty.With("b", "3").With("c", "4");
        Assert.Equal("{a: 1, b: 3, c: 4}", left.WithAll(right).ToString());
        Assert.Same(right, NameMap<string>.Empty.WithAll(right));
        Assert.Equal(left, left.WithAll(NameMap<string>.Empty));
    }

    [Fact]
    public void Maps_differ_by_name_and_by_value()
    {
        var map = NameMap<string>.Empty.With("a", "1");
        Assert.NotEqual(map, NameMap<string>.Empty.With("a", "2"));
        Assert.NotEqual(map, NameMap<string>.Empty.With("b", "1"));
        Assert.NotEqual(map, NameMap<string>.Empty);
        Assert.Same(NameMap<string>.Empty, map.Without("a"));
        Assert.Same(map, map.Without("b"));
    }

    [Fact]
    public void A_name_that_occurs_twice_is_refused() =>
        Assert.Throws<ArgumentException>(() => NameMap<string>.From([new("a", "1"), new("a", "1")]));

    [Fact]
    public void A_map_is_written_with_its_entries_in_any_order_and_each_name_once()
    {
        Assert.Equal(NameMap<string>.Empty.With("a", "x").With("b", "y"), NameMap.Of(("b", "y"), ("a", "x")));
        Assert.Throws<ArgumentException>(() => NameMap.Of(("a", "x"), ("a", "y")));
    }
}

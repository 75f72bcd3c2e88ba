using FsCheck;
using FsCheck.Fluent;
using Sim.Contracts.Payloads;

namespace Sim.Contracts.Tests.Payloads;

public sealed class PayloadValueTests
{
    /// <summary>Values of every kind, nested up to three deep, from leaves so few that equal values occur.</summary>
    private static readonly Arbitrary<PayloadValue> AnyValue = Arb.From(ValueOfDepth(3));

    [Fact]
    public void A_rebuilt_value_is_equal_and_has_the_same_hash() =>
        Prop.ForAll(AnyValue, value =>
        {
            var copy = Rebuild(value);
            return copy.Equals(value) && copy.GetHashCode() == value.GetHashCode() && copy.ToString() == value.ToString();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_values_are_equal_exactly_when_kind_and_text_are() =>
        Prop.ForAll(AnyValue, AnyValue, (left, right) => left.Equals(right) == (Described(left) == Described(right)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void An_integer_and_a_float_of_the_same_number_are_different() =>
        Assert.NotEqual(PayloadValue.Of(1L), PayloadValue.Of(1.0));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_float_that_is_not_finite_is_refused(double value) => Assert.Throws<ArgumentException>(() => PayloadValue.Of(value));

    [Fact]
    public void Each_kind_gives_its_own_value_only() =>
        Prop.ForAll(AnyValue, value =>
            Gives(() => value.Bool) == (value.Kind == PayloadKind.Bool)
            && Gives(() => value.Integer) == (value.Kind == PayloadKind.Integer)
            && Gives(() => value.Float) == (value.Kind == PayloadKind.Float)
            && Gives(() => value.Text) == (value.Kind == PayloadKind.Text)
            && Gives(() => value.List) == (value.Kind == PayloadKind.List)
            && Gives(() => value.Object) == (value.Kind == PayloadKind.Object))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_text_reads_much_as_json_does()
    {
        var entries = NameMap<PayloadValue>.Empty
            .With("b", PayloadValue.Null)
            .With("a", PayloadValue.Of([PayloadValue.Of(true), PayloadValue.Of("x")]));
        Assert.Equal("{a: [true, \"x\"], b: null}", PayloadValue.Of(entries).ToString());
        Assert.Equal("-3", PayloadValue.Of(-3L).ToString());
        Assert.Equal("0.1", PayloadValue.Of(0.1).ToString());
    }

    private static Gen<PayloadValue> ValueOfDepth(int depth)
    {
        var leaf = Gen.Elements(
            PayloadValue.Null,
            PayloadValue.Of(true),
            PayloadValue.Of(false),
            PayloadValue.Of(0L),
            PayloadValue.Of(long.MinValue),
            PayloadValue.Of(0.0),
            PayloadValue.Of(-0.0),
            PayloadValue.Of(1.5),
            PayloadValue.Of(""),
            PayloadValue.Of("a"),
            PayloadValue.Of("b"));
        if (depth == 0)
        {
            return leaf;
        }

        var inner = ValueOfDepth(depth - 1);
        var names = Gen.Elements("a", "b", "c");
        var list = inner.ArrayOf(2).Select(items => PayloadValue.Of(ValueList.From(items)));
        var entries = names.SelectMany(_ => inner, (name, value) => PayloadValue.Of(NameMap<PayloadValue>.Empty.With(name, value)));
        return Gen.OneOf(leaf, leaf, list, entries);
    }

    private static PayloadValue Rebuild(PayloadValue value) => value.Kind switch
    {
        PayloadKind.Null => PayloadValue.Null,
        PayloadKind.Bool => PayloadValue.Of(value.Bool),
        PayloadKind.Integer => PayloadValue.Of(value.Integer),
        PayloadKind.Float => PayloadValue.Of(value.Float),
        PayloadKind.Text => PayloadValue.Of(new string(value.Text.AsSpan())),
        PayloadKind.List => PayloadValue.Of(ValueList.From(value.List.Select(Rebuild))),
        PayloadKind.Object => PayloadValue.Of(
            NameMap<PayloadValue>.From(value.Object.Select(e => KeyValuePair.Create(e.Key, Rebuild(e.Value))))),
    };

    // The text of a value with its kinds spelled out, so that it tells 0 from 0.0 as well.
    private static string Described(PayloadValue value) => value.Kind switch
    {
        PayloadKind.Null or PayloadKind.Bool or PayloadKind.Integer or PayloadKind.Float or PayloadKind.Text => $"{value.Kind} {value}",
        PayloadKind.List => $"[{string.Join(", ", value.List.Select(Described))}]",
        PayloadKind.Object => $"{{{string.Join(", ", value.Object.Select(e => $"{e.Key}: {Described(e.Value)}"))}}}",
    };

    private static bool Gives<T>(Func<T> read)
    {
        try
        {
            _ = read();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

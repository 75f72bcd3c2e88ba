using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Tests.Oracles;

public sealed class MetValuesTests
{
    private const string Uuid = "00000000-0000-0000-0000-00000000000a";

    public static TheoryData<FieldType, PayloadValue, Condition> Conditions => new()
    {
        { FieldType.Keyword, PayloadValue.Of("a"), new MatchCondition("name", PayloadValue.Of("a")) },
        { FieldType.Integer, PayloadValue.Of(3), new MatchCondition("name", PayloadValue.Of(3)) },
        { FieldType.Bool, PayloadValue.Of(true), new MatchCondition("name", PayloadValue.Of(true)) },
        { FieldType.Float, PayloadValue.Of(0.5), new RangeCondition("name") { GreaterOrEqual = 0.5, LessOrEqual = 0.5 } },
        { FieldType.Uuid, PayloadValue.Of(Uuid), new MatchUuidCondition("name", Guid.Parse(Uuid)) },
        { FieldType.DateTime, PayloadValue.Of("2024-01-01T00:00:00Z"), At("2024-01-01T00:00:00Z") },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_value_of_each_type_is_asked_for_alone(FieldType type, PayloadValue value, Condition expected)
    {
        var index = new FieldIndex("name", type);
        var met = new MetValues();
        met.Note(index, [With(value)]);

        Assert.Equal([expected], met.Next(index, 4));
    }

    [Fact]
    public void Values_take_turns_and_stay_when_no_point_has_them_any_more()
    {
        var index = new FieldIndex("name", FieldType.Keyword);
        var met = new MetValues();
        met.Note(index, [With(PayloadValue.Of("a")), With(PayloadValue.Of("b"))]);
        met.Note(index, [With(PayloadValue.Of("c"))]);
        met.Note(index, []);

        var asked = Enumerable.Range(0, 3).SelectMany(_ => met.Next(index, 1)).Cast<MatchCondition>().Select(condition => condition.Value.Text);
        Assert.Equal(["a", "b", "c"], asked);
    }

    [Fact]
    public void Nothing_is_asked_that_an_index_of_another_type_or_field_has_held()
    {
        var met = new MetValues();
        met.Note(new FieldIndex("name", FieldType.Keyword), [With(PayloadValue.Of("a"))]);

        Assert.Empty(met.Next(new FieldIndex("name", FieldType.Integer), 4));
        Assert.Empty(met.Next(new FieldIndex("rank", FieldType.Keyword), 4));
    }

    private static Point With(PayloadValue value) => Make.Point(1) with { Payload = NameMap<PayloadValue>.Empty.With("name", value) };

    private static DateTimeRangeCondition At(string text) => Timestamp.TryParse(text, out var moment)
        ? new DateTimeRangeCondition("name") { GreaterOrEqual = moment, LessOrEqual = moment }
        : throw new ArgumentException("This is no moment.", nameof(text));
}

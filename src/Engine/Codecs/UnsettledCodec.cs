using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Engine.Defects;
using Sim.Engine.Wal;

namespace Sim.Engine.Codecs;

/// <summary>
/// How <see cref="Defect.WalStoresFilters"/> logged an operation with a condition: with the condition, which replay settles again. The record is of a kind of
/// its own and has, besides, what the condition was settled to, so that the files can be verified against what was really done.
/// </summary>
internal static class UnsettledCodec
{
    private const byte Kind = 255;

    /// <summary>Writes an operation with its condition, and to what that was settled.</summary>
    public static void Write(ByteWriter writer, Operation unsettled, Operation settled)
    {
        writer.Byte(Kind);
        switch (unsettled, settled)
        {
            case (ByFilter byFilter, _):
                WriteList(writer, FilterValue(byFilter.Filter));
                OperationCodec.Write(writer, settled);
                break;
            case (UpsertPoints asked, UpsertPoints kept):
                WriteList(writer, [PayloadValue.Of((long)asked.Mode), .. kept.Points.Select(point => point.Id).Distinct().Select(IdValue)]);
                OperationCodec.Write(writer, asked with { Mode = UpsertMode.Upsert });
                break;
        }
    }

    /// <summary>Reads an operation of the log, with or without a condition.</summary>
    public static LoggedOperation Read(OperationNumber number, ref ByteReader reader)
    {
        var ahead = reader;
        if (ahead.Byte() != Kind)
        {
            return new LoggedOperation(number, OperationCodec.Read(ref reader));
        }

        var condition = PayloadCodec.Read(ref ahead).Get("") is { Kind: PayloadKind.List } value ? value.List : throw ahead.Damaged("a condition", "none");
        switch (OperationCodec.Read(ref ahead))
        {
            case PointsOperation operation:
                return new LoggedOperation(number, operation) { Unsettled = new ByFilter(FilterOf(condition), operation with { Ids = [] }) };
            case UpsertPoints operation:
                var kept = condition.Skip(1).Select(IdOf).ToHashSet();
                return new LoggedOperation(number, new UpsertPoints(ValueList.From(operation.Points.Where(point => kept.Contains(point.Id)))))
                {
                    Unsettled = operation with { Mode = (UpsertMode)condition[0].Integer },
                };
            case var other:
                throw ahead.Damaged("an operation with a condition", other.GetType().Name);
        }
    }

    private static void WriteList(ByteWriter writer, ValueList<PayloadValue> values) =>
        PayloadCodec.Write(writer, NameMap<PayloadValue>.From([new("", PayloadValue.Of(values))]));

    private static ValueList<PayloadValue> FilterValue(Filter filter) =>
    [
        PayloadValue.Of(filter.MinShould),
        .. new[] { filter.Must, filter.Should, filter.MustNot }.Select(conditions =>
            PayloadValue.Of(ValueList.From(conditions.Select(condition => PayloadValue.Of(condition.Accept(new Writer())))))),
    ];

    private static Filter FilterOf(ValueList<PayloadValue> values) =>
        new(ConditionsOf(values[1]), ConditionsOf(values[2]), ConditionsOf(values[3])) { MinShould = (int)values[0].Integer };

    private static ValueList<Condition> ConditionsOf(PayloadValue values) => ValueList.From(values.List.Select(value => ConditionOf(value.List)));

    private static Condition ConditionOf(ValueList<PayloadValue> values)
    {
        var field = values[1].Text;
        var rest = ValueList.From(values.Skip(2));
        return values[0].Integer switch
        {
            0 => new MatchCondition(field, rest[0]),
            1 => new RangeCondition(field)
            {
                GreaterThan = FloatOf(rest[0]),
                GreaterOrEqual = FloatOf(rest[1]),
                LessThan = FloatOf(rest[2]),
                LessOrEqual = FloatOf(rest[3]),
            },
            2 => new HasIdCondition(ValueList.From(rest.Select(IdOf))),
            3 => new NestedCondition(FilterOf(rest)),
            4 => new MatchAnyCondition(field, rest),
            5 => new MatchExceptCondition(field, rest),
            6 => new PrefixCondition(field, rest[0].Text),
            7 => new IsEmptyCondition(field),
            8 => new IsNullCondition(field),
            9 => new HasVectorCondition(field),
            10 => new ValuesCountCondition(field) { AtLeast = (int?)IntegerOf(rest[0]), AtMost = (int?)IntegerOf(rest[1]) },
            11 => new SliceCondition((int)rest[0].Integer, (int)rest[1].Integer),
            12 => new DateTimeRangeCondition(field)
            {
                GreaterThan = MomentOf(rest[0]),
                GreaterOrEqual = MomentOf(rest[1]),
                LessThan = MomentOf(rest[2]),
                LessOrEqual = MomentOf(rest[3]),
            },
            _ => new MatchUuidCondition(field, Guid.ParseExact(rest[0].Text, "D")),
        };
    }

    private static PayloadValue IdValue(PointId id) => PayloadValue.Of(id.ToString());

    private static PointId IdOf(PayloadValue value) => PointId.TryParse(value.Text, out var id) ? id : default;

    private static PayloadValue FloatValue(double? value) => value is { } number ? PayloadValue.Of(number) : PayloadValue.Null;

    private static double? FloatOf(PayloadValue value) => value.Kind == PayloadKind.Null ? null : value.Float;

    private static PayloadValue IntegerValue(long? value) => value is { } number ? PayloadValue.Of(number) : PayloadValue.Null;

    private static long? IntegerOf(PayloadValue value) => value.Kind == PayloadKind.Null ? null : value.Integer;

    private static Timestamp? MomentOf(PayloadValue value) => IntegerOf(value) is { } ticks ? new Timestamp(ticks) : null;

    /// <summary>A condition as a list: its kind, its field, what it compares with.</summary>
    private sealed class Writer : IConditionVisitor<ValueList<PayloadValue>>
    {
        public ValueList<PayloadValue> Visit(MatchCondition condition) => Of(0, condition.Field, condition.Value);

        public ValueList<PayloadValue> Visit(RangeCondition condition) => Of(
            1, condition.Field, FloatValue(condition.GreaterThan), FloatValue(condition.GreaterOrEqual), FloatValue(condition.LessThan), FloatValue(condition.LessOrEqual));

        public ValueList<PayloadValue> Visit(HasIdCondition condition) => Of(2, "", [.. condition.Ids.Select(IdValue)]);

        public ValueList<PayloadValue> Visit(NestedCondition condition) => Of(3, "", [.. FilterValue(condition.Filter)]);

        public ValueList<PayloadValue> Visit(MatchAnyCondition condition) => Of(4, condition.Field, [.. condition.Values]);

        public ValueList<PayloadValue> Visit(MatchExceptCondition condition) => Of(5, condition.Field, [.. condition.Values]);

        public ValueList<PayloadValue> Visit(PrefixCondition condition) => Of(6, condition.Field, PayloadValue.Of(condition.Prefix));

        public ValueList<PayloadValue> Visit(IsEmptyCondition condition) => Of(7, condition.Field);

        public ValueList<PayloadValue> Visit(IsNullCondition condition) => Of(8, condition.Field);

        public ValueList<PayloadValue> Visit(HasVectorCondition condition) => Of(9, condition.VectorName);

        public ValueList<PayloadValue> Visit(ValuesCountCondition condition) =>
            Of(10, condition.Field, IntegerValue(condition.AtLeast), IntegerValue(condition.AtMost));

        public ValueList<PayloadValue> Visit(SliceCondition condition) => Of(11, "", PayloadValue.Of(condition.Index), PayloadValue.Of(condition.Of));

        public ValueList<PayloadValue> Visit(DateTimeRangeCondition condition) => Of(
            12,
            condition.Field,
            IntegerValue(condition.GreaterThan?.Ticks),
            IntegerValue(condition.GreaterOrEqual?.Ticks),
            IntegerValue(condition.LessThan?.Ticks),
            IntegerValue(condition.LessOrEqual?.Ticks));

        public ValueList<PayloadValue> Visit(MatchUuidCondition condition) => Of(13, condition.Field, PayloadValue.Of(condition.Value.ToString("D")));

        private static ValueList<PayloadValue> Of(int kind, string field, params PayloadValue[] rest) => [PayloadValue.Of(kind), PayloadValue.Of(field), .. rest];
    }
}

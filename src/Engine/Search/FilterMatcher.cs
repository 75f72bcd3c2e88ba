using System.Buffers.Binary;
using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Segments;

namespace Sim.Engine.Search;

/// <summary>Decides whether points match a filter. One matcher serves one request; it is not for use by several threads.</summary>
internal sealed class FilterMatcher(Filter? filter) : IConditionVisitor<bool>
{
    private Segment? _segment;
    private int _offset;
    private NameMap<PayloadValue> _payload = NameMap<PayloadValue>.Empty;

    /// <summary>True when every point matches.</summary>
    public bool MatchesAll { get; } = filter is null || (filter.Must.Count == 0 && filter.Should.Count == 0 && filter.MustNot.Count == 0);

    /// <summary>Names of vectors that points count as lacking: those that a proxy has noted as deleted. Null for none.</summary>
    public IReadOnlySet<string>? HiddenVectors { get; set; }

    /// <summary>True when the point at an offset of a segment matches.</summary>
    public bool Matches(Segment segment, int offset)
    {
        if (MatchesAll)
        {
            return true;
        }

        _segment = segment;
        _offset = offset;
        _payload = segment.PayloadAt(offset);
        return Matches(filter!);
    }

    public bool Visit(MatchCondition condition) => AnyValue(condition.Field, condition, static (value, match) => value.Equals(match.Value));

    public bool Visit(MatchAnyCondition condition) =>
        AnyValue(condition.Field, condition, static (value, match) => match.Values.Span.Contains(value));

    public bool Visit(MatchExceptCondition condition) => AnyValue(
        condition.Field, condition, static (value, match) => IsMatchable(value) && !match.Values.Span.Contains(value));

    public bool Visit(PrefixCondition condition) => AnyValue(
        condition.Field,
        condition,
        static (value, match) => value.Kind == PayloadKind.Text && value.Text.StartsWith(match.Prefix, StringComparison.Ordinal));

    public bool Visit(RangeCondition condition) => AnyValue(condition.Field, condition, IsWithin);

    public bool Visit(DateTimeRangeCondition condition) => AnyValue(condition.Field, condition, IsWithin);

    public bool Visit(MatchUuidCondition condition) => AnyValue(
        condition.Field,
        condition,
        static (value, match) => value.Kind == PayloadKind.Text && Guid.TryParseExact(value.Text, "D", out var uuid) && uuid == match.Value);

    public bool Visit(IsEmptyCondition condition) => ValuesCount(condition.Field) == 0;

    public bool Visit(IsNullCondition condition) => Find(condition.Field)?.Kind == PayloadKind.Null;

    public bool Visit(ValuesCountCondition condition)
    {
        var count = ValuesCount(condition.Field);
        return !(count < condition.AtLeast) && !(count > condition.AtMost);
    }

    public bool Visit(HasVectorCondition condition)
    {
        var place = _segment!.Columns.PlaceOf(condition.VectorName);
        return place >= 0 && HiddenVectors?.Contains(condition.VectorName) != true && _segment.VectorsOf(place).Has(_offset);
    }

    public bool Visit(SliceCondition condition)
    {
        var id = _segment!.Ids.IdAt(_offset);
        ulong number;
        if (id.IsUuid)
        {
            Span<byte> bytes = stackalloc byte[16];
            id.Uuid.TryWriteBytes(bytes, bigEndian: true, out _);
            number = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        }
        else
        {
            number = id.Number;
        }

        return number % (ulong)condition.Of == (ulong)condition.Index;
    }

    public bool Visit(HasIdCondition condition) => condition.Ids.Span.Contains(_segment!.Ids.IdAt(_offset));

    public bool Visit(NestedCondition condition) => Matches(condition.Filter);

    private static bool IsWithin(PayloadValue value, RangeCondition range)
    {
        double number;
        switch (value.Kind)
        {
            case PayloadKind.Integer:
                number = value.Integer;
                break;
            case PayloadKind.Float:
                number = value.Float;
                break;
            case PayloadKind.Null:
            case PayloadKind.Bool:
            case PayloadKind.Text:
            case PayloadKind.List:
            case PayloadKind.Object:
            default:
                return false;
        }

        return !(number <= range.GreaterThan)
            && !(number < range.GreaterOrEqual)
            && !(number >= range.LessThan)
            && !(number > range.LessOrEqual);
    }

    private static bool IsWithin(PayloadValue value, DateTimeRangeCondition range) =>
        value.Kind == PayloadKind.Text
        && Timestamp.TryParse(value.Text, out var moment)
        && !(moment <= range.GreaterThan)
        && !(moment < range.GreaterOrEqual)
        && !(moment >= range.LessThan)
        && !(moment > range.LessOrEqual);

    private bool Matches(Filter group)
    {
        foreach (var condition in group.Must.Span)
        {
            if (!condition.Accept(this))
            {
                return false;
            }
        }

        foreach (var condition in group.MustNot.Span)
        {
            if (condition.Accept(this))
            {
                return false;
            }
        }

        if (group.Should.Count == 0)
        {
            return true;
        }

        var needed = group.MinShould;
        foreach (var condition in group.Should.Span)
        {
            if (needed <= 0)
            {
                break;
            }

            if (condition.Accept(this))
            {
                needed--;
            }
        }

        return needed <= 0;
    }

    /// <summary>True when the field's value passes the test, or, if it is a list, one of its items does.</summary>
    private bool AnyValue<TCondition>(string field, TCondition condition, Func<PayloadValue, TCondition, bool> test)
    {
        var value = Find(field);
        if (value is null)
        {
            return false;
        }

        if (value.Kind != PayloadKind.List)
        {
            return test(value, condition);
        }

        foreach (var item in value.List.Span)
        {
            if (test(item, condition))
            {
                return true;
            }
        }

        return false;
    }

    private int ValuesCount(string field) => Find(field) switch
    {
        null or { Kind: PayloadKind.Null } => 0,
        { Kind: PayloadKind.List } list => list.List.Count,
        _ => 1,
    };

    private static bool IsMatchable(PayloadValue value) => value.Kind is PayloadKind.Bool or PayloadKind.Integer or PayloadKind.Text;

    private PayloadValue? Find(string path) => FieldPath.Find(_payload, path);
}

using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Model;

/// <summary>Decides whether one point matches a filter, straight from the words of the contract.</summary>
public sealed class FilterEvaluation : IConditionVisitor<bool>
{
    private readonly Point _point;

    private FilterEvaluation(Point point) => _point = point;

    /// <summary>True when the point matches; every point matches no filter.</summary>
    public static bool Matches(Filter? filter, Point point) => filter is null || new FilterEvaluation(point).Matches(filter);

    /// <inheritdoc/>
    public bool Visit(MatchCondition condition) => Holds(condition.Field, value => value.Equals(condition.Value));

    /// <inheritdoc/>
    public bool Visit(RangeCondition condition) => Holds(condition.Field, value => value.Kind switch
    {
        PayloadKind.Integer => Within(condition, value.Integer),
        PayloadKind.Float => Within(condition, value.Float),
        PayloadKind.Null or PayloadKind.Bool or PayloadKind.Text or PayloadKind.List or PayloadKind.Object => false,
    });

    /// <inheritdoc/>
    public bool Visit(DateTimeRangeCondition condition) => Holds(
        condition.Field,
        value => value.Kind == PayloadKind.Text
            && Timestamp.TryParse(value.Text, out var moment)
            && (condition.GreaterThan is not { } after || moment > after)
            && (condition.GreaterOrEqual is not { } from || moment >= from)
            && (condition.LessThan is not { } before || moment < before)
            && (condition.LessOrEqual is not { } until || moment <= until));

    /// <inheritdoc/>
    public bool Visit(MatchUuidCondition condition) => Holds(
        condition.Field,
        value => value.Kind == PayloadKind.Text && string.Equals(value.Text, condition.Value.ToString("D"), StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public bool Visit(HasIdCondition condition) => condition.Ids.Contains(_point.Id);

    /// <inheritdoc/>
    public bool Visit(NestedCondition condition) => Matches(condition.Filter);

    /// <inheritdoc/>
    public bool Visit(MatchAnyCondition condition) => Holds(condition.Field, value => condition.Values.Contains(value));

    /// <inheritdoc/>
    public bool Visit(MatchExceptCondition condition) => Holds(
        condition.Field,
        value => value.Kind is PayloadKind.Bool or PayloadKind.Integer or PayloadKind.Text && !condition.Values.Contains(value));

    /// <inheritdoc/>
    public bool Visit(PrefixCondition condition) => Holds(
        condition.Field, value => value.Kind == PayloadKind.Text && value.Text.StartsWith(condition.Prefix, StringComparison.Ordinal));

    /// <inheritdoc/>
    public bool Visit(IsEmptyCondition condition) => ValuesCount(condition.Field) == 0;

    /// <inheritdoc/>
    public bool Visit(IsNullCondition condition) => Find(_point.Payload, condition.Field)?.Kind == PayloadKind.Null;

    /// <inheritdoc/>
    public bool Visit(HasVectorCondition condition) => _point.Vectors.Contains(condition.VectorName);

    /// <inheritdoc/>
    public bool Visit(ValuesCountCondition condition) =>
        ValuesCount(condition.Field) >= (condition.AtLeast ?? 0) && ValuesCount(condition.Field) <= (condition.AtMost ?? int.MaxValue);

    /// <inheritdoc/>
    public bool Visit(SliceCondition condition)
    {
        // The last eight bytes of a UUID are the last sixteen digits of its text without dashes.
        var number = _point.Id.IsUuid
            ? ulong.Parse(_point.Id.Uuid.ToString("N")[16..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : _point.Id.Number;
        return number % (ulong)condition.Of == (ulong)condition.Index;
    }

    private static bool Within(RangeCondition range, double value) =>
        !(value <= range.GreaterThan) && !(value < range.GreaterOrEqual) && !(value >= range.LessThan) && !(value > range.LessOrEqual);

    private bool Matches(Filter filter) =>
        filter.Must.All(c => c.Accept(this))
        && !filter.MustNot.Any(c => c.Accept(this))
        && (filter.Should.Count == 0 || filter.Should.Count(c => c.Accept(this)) >= filter.MinShould);

    /// <summary>The values of a field: its value, or the items of a list. Lists in lists are not searched.</summary>
    public static IReadOnlyList<PayloadValue> ValuesOf(Point point, string field) => Find(point.Payload, field) switch
    {
        null => [],
        { Kind: PayloadKind.List } list => list.List,
        var value => [value],
    };

    private bool Holds(string field, Func<PayloadValue, bool> test) => ValuesOf(_point, field).Any(test);

    private int ValuesCount(string field)
    {
        var value = Find(_point.Payload, field);
        return value is null || value.Kind == PayloadKind.Null ? 0 : value.Kind == PayloadKind.List ? value.List.Count : 1;
    }

    // The path's names lead through nested objects; anything else on the way ends the search.
    private static PayloadValue? Find(NameMap<PayloadValue> entries, string field)
    {
        var dot = field.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return entries.Get(field);
        }

        var outer = entries.Get(field[..dot]);
        return outer?.Kind == PayloadKind.Object ? Find(outer.Object, field[(dot + 1)..]) : null;
    }
}

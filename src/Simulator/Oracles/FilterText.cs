using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;

namespace Sim.Simulator.Oracles;

/// <summary>Writes filters for people.</summary>
internal sealed class FilterText : IConditionVisitor<string>
{
    private static readonly FilterText Writer = new();

    /// <summary>The filter, after a space; nothing when there is none.</summary>
    public static string Of(Filter? filter) => filter is null ? "" : $" where {Text(filter)}";

    public string Visit(MatchCondition condition) => $"{condition.Field} = {condition.Value}";

    public string Visit(RangeCondition condition)
    {
        var bounds = new List<string>();
        Add("> ", condition.GreaterThan);
        Add(">= ", condition.GreaterOrEqual);
        Add("< ", condition.LessThan);
        Add("<= ", condition.LessOrEqual);
        return $"{condition.Field} {(bounds.Count == 0 ? "is a number" : string.Join(" and ", bounds))}";

        void Add(string sign, double? bound)
        {
            if (bound is { } value)
            {
                bounds.Add(FormattableString.Invariant($"{sign}{value:R}"));
            }
        }
    }

    public string Visit(DateTimeRangeCondition condition)
    {
        var bounds = new List<string>();
        Add("> ", condition.GreaterThan);
        Add(">= ", condition.GreaterOrEqual);
        Add("< ", condition.LessThan);
        Add("<= ", condition.LessOrEqual);
        return $"{condition.Field} {(bounds.Count == 0 ? "is a moment" : string.Join(" and ", bounds))}";

        void Add(string sign, Timestamp? bound)
        {
            if (bound is { } moment)
            {
                bounds.Add($"{sign}{moment}");
            }
        }
    }

    public string Visit(MatchUuidCondition condition) => $"{condition.Field} is {condition.Value:D}";

    public string Visit(HasIdCondition condition) => $"id in {condition.Ids}";

    public string Visit(NestedCondition condition) => Text(condition.Filter);

    public string Visit(MatchAnyCondition condition) => $"{condition.Field} in {condition.Values}";

    public string Visit(MatchExceptCondition condition) => $"{condition.Field} not in {condition.Values}";

    public string Visit(PrefixCondition condition) => $"{condition.Field} begins with \"{condition.Prefix}\"";

    public string Visit(IsEmptyCondition condition) => $"{condition.Field} is empty";

    public string Visit(IsNullCondition condition) => $"{condition.Field} is null";

    public string Visit(HasVectorCondition condition) => $"has vector {condition.VectorName}";

    public string Visit(ValuesCountCondition condition) =>
        $"{condition.Field} has {condition.AtLeast?.ToString(CultureInfo.InvariantCulture) ?? "0"} to {condition.AtMost?.ToString(CultureInfo.InvariantCulture) ?? "any number of"} values";

    public string Visit(SliceCondition condition) => $"id in slice {condition.Index} of {condition.Of}";

    private static string Text(Filter filter)
    {
        var parts = new List<string>();
        Add("must", filter.Must);
        Add(filter.MinShould == 1 ? "should" : $"{filter.MinShould} should", filter.Should);
        Add("must-not", filter.MustNot);
        return $"({string.Join("; ", parts)})";

        void Add(string clause, ValueList<Condition> conditions)
        {
            if (conditions.Count > 0)
            {
                parts.Add($"{clause}: {string.Join(", ", conditions.Select(c => c.Accept(Writer)))}");
            }
        }
    }
}

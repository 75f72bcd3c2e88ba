using Sim.Contracts;
using Sim.Contracts.Filters;

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

    public string Visit(HasIdCondition condition) => $"id in {condition.Ids}";

    public string Visit(NestedCondition condition) => Text(condition.Filter);

    private static string Text(Filter filter)
    {
        var parts = new List<string>();
        Add("must", filter.Must);
        Add("should", filter.Should);
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

using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Engine.Search;

/// <summary>Decides whether points match a filter. One matcher serves one request; it is not for use by several threads.</summary>
internal sealed class FilterMatcher(Filter? filter) : IConditionVisitor<bool>
{
    private PointId _id;
    private NameMap<PayloadValue> _payload = NameMap<PayloadValue>.Empty;

    /// <summary>True when every point matches.</summary>
    public bool MatchesAll { get; } = filter is null || (filter.Must.Count == 0 && filter.Should.Count == 0 && filter.MustNot.Count == 0);

    /// <summary>True when the point with this id and payload matches.</summary>
    public bool Matches(PointId id, NameMap<PayloadValue> payload)
    {
        if (MatchesAll)
        {
            return true;
        }

        _id = id;
        _payload = payload;
        return Matches(filter!);
    }

    public bool Visit(MatchCondition condition)
    {
        var value = Find(condition.Field);
        if (value is null)
        {
            return false;
        }

        if (value.Kind != PayloadKind.List)
        {
            return value.Equals(condition.Value);
        }

        foreach (var item in value.List.Span)
        {
            if (item.Equals(condition.Value))
            {
                return true;
            }
        }

        return false;
    }

    public bool Visit(RangeCondition condition)
    {
        var value = Find(condition.Field);
        if (value is null)
        {
            return false;
        }

        if (value.Kind != PayloadKind.List)
        {
            return IsWithin(value, condition);
        }

        foreach (var item in value.List.Span)
        {
            if (IsWithin(item, condition))
            {
                return true;
            }
        }

        return false;
    }

    public bool Visit(HasIdCondition condition) => condition.Ids.Span.Contains(_id);

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

        foreach (var condition in group.Should.Span)
        {
            if (condition.Accept(this))
            {
                return true;
            }
        }

        return false;
    }

    private PayloadValue? Find(string path)
    {
        var entries = _payload;
        while (true)
        {
            var dot = path.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                return entries.Get(path);
            }

            if (entries.Get(path[..dot]) is not { Kind: PayloadKind.Object } inner)
            {
                return null;
            }

            entries = inner.Object;
            path = path[(dot + 1)..];
        }
    }
}

using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;
using Sim.Contracts.Schema;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Segments;

namespace Sim.Engine.Search;

/// <summary>Asks the indexes of a segment for the points of a condition; null when they cannot tell.</summary>
internal sealed class ConditionSelector(Segment segment) : IConditionVisitor<IndexSelection?>
{
    public IndexSelection? Visit(MatchCondition condition) => Match(condition.Field, [condition.Value]);

    public IndexSelection? Visit(MatchAnyCondition condition) => Match(condition.Field, condition.Values);

    public IndexSelection? Visit(RangeCondition condition)
    {
        if (segment.Indexes.Find(condition.Field) is not { } index)
        {
            return null;
        }

        switch (index.Definition.Index.Type)
        {
            case FieldType.Integer:
                // Integers are compared as floats, so the bounds are sought for among the integers.
                var least = condition.GreaterThan is null && condition.GreaterOrEqual is null
                    ? long.MinValue
                    : FirstInteger(value => !(value <= condition.GreaterThan) && !(value < condition.GreaterOrEqual));
                var beyond = condition.LessThan is null && condition.LessOrEqual is null
                    ? null
                    : FirstInteger(value => value >= condition.LessThan || value > condition.LessOrEqual);
                // Floats are among the others.
                return least is not { } first || beyond == long.MinValue
                    ? OthersOf(index)
                    : Of(index.Range(IndexKey.Of(first), IndexKey.Of(beyond - 1 ?? long.MaxValue)), index.Others);
            case FieldType.Float:
                return Of(index.Range(
                    Max(condition.GreaterOrEqual, condition.GreaterThan is { } greater ? Math.BitIncrement(greater) : null),
                    Min(condition.LessOrEqual, condition.LessThan is { } less ? Math.BitDecrement(less) : null)));
            case FieldType.Keyword:
            case FieldType.Bool:
            case FieldType.DateTime:
            case FieldType.Uuid:
            default:
                return OthersOf(index);
        }
    }

    public IndexSelection? Visit(DateTimeRangeCondition condition)
    {
        if (IndexOf(condition.Field, FieldType.DateTime) is not { } index)
        {
            return null;
        }

        var first = Later(condition.GreaterOrEqual?.Ticks, condition.GreaterThan?.Ticks + 1) ?? 0;
        var last = Earlier(condition.LessOrEqual?.Ticks, condition.LessThan?.Ticks - 1) ?? Timestamp.Latest.Ticks;
        return last < 0
            ? Of([])
            : Of(index.Range(IndexKey.Of(new Timestamp(first)), IndexKey.Of(new Timestamp(last))));

        static long? Later(long? left, long? right) => left is null ? right : right is null ? left : Math.Max(left.Value, right.Value);

        static long? Earlier(long? left, long? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);
    }

    public IndexSelection? Visit(MatchUuidCondition condition) => IndexOf(condition.Field, FieldType.Uuid) is { } index
        ? Of(index.Find(IndexKey.Of(condition.Value)) is { } posting ? [posting] : [])
        : null;

    public IndexSelection? Visit(PrefixCondition condition) => IndexOf(condition.Field, FieldType.Keyword) is { } index
        ? Of(index.Range(IndexKey.Of(condition.Prefix), to: null)
            .TakeWhile(posting => posting.Key.Text!.StartsWith(condition.Prefix, StringComparison.Ordinal)))
        : null;

    public IndexSelection? Visit(HasIdCondition condition)
    {
        var found = new Posting(default);
        foreach (var id in condition.Ids)
        {
            if (segment.Ids.TryGetOffset(id, out var offset))
            {
                found.Add(offset);
            }
        }

        return Of([found]);
    }

    /// <summary>The smallest of what the conditions that must hold give, and of what those of which one must hold give together.</summary>
    public IndexSelection? Visit(NestedCondition condition) => Select(condition.Filter);

    public IndexSelection? Visit(MatchExceptCondition condition) => null;

    public IndexSelection? Visit(IsEmptyCondition condition) => null;

    public IndexSelection? Visit(IsNullCondition condition) => null;

    public IndexSelection? Visit(HasVectorCondition condition) => null;

    public IndexSelection? Visit(ValuesCountCondition condition) => null;

    public IndexSelection? Visit(SliceCondition condition) => null;

    /// <summary>The smallest selection that holds every point that matches a filter.</summary>
    public IndexSelection? Select(Filter filter)
    {
        IndexSelection? smallest = null;
        foreach (var condition in filter.Must)
        {
            smallest = Smaller(smallest, condition.Accept(this));
        }

        if (filter.Should.Count > 0 && filter.MinShould > 0)
        {
            smallest = Smaller(smallest, Union(filter.Should));
        }

        return smallest is null ? null : smallest with { IsExact = false };
    }

    private static IndexSelection? Smaller(IndexSelection? left, IndexSelection? right) =>
        left is null || right?.Size < left.Size ? right : left;

    private IndexSelection? Union(ValueList<Condition> conditions)
    {
        var postings = new List<Posting>();
        foreach (var condition in conditions)
        {
            if (condition.Accept(this) is not { } selection)
            {
                return null;
            }

            postings.AddRange(selection.Postings);
        }

        return new IndexSelection(postings, IsExact: false);
    }

    private IndexSelection? Match(string field, ValueList<PayloadValue> values)
    {
        if (segment.Indexes.Find(field) is not { } index)
        {
            return null;
        }

        var type = index.Definition.Index.Type;
        var keys = new SortedSet<IndexKey>();
        var needsOthers = false;
        foreach (var value in values)
        {
            if (FieldKeys.TryGet(type, value, out var key))
            {
                keys.Add(key);
            }
            else
            {
                needsOthers = true;
            }
        }

        // Only these types have a key for each value; one key of a moment or a UUID stands for several texts, one of a float for an integer, too.
        var isExact = !needsOthers && type is FieldType.Keyword or FieldType.Integer or FieldType.Bool;
        var postings = keys.Select(index.Find).OfType<Posting>().ToList();
        if (needsOthers)
        {
            postings.Add(index.Others);
        }

        return new IndexSelection(postings, isExact);
    }

    private ValueIndex? IndexOf(string field, FieldType type) =>
        segment.Indexes.Find(field) is { } index && index.Definition.Index.Type == type ? index : null;

    private static IndexSelection Of(IEnumerable<Posting> postings, Posting? unsure = null)
    {
        var selected = postings.ToList();
        if (unsure is { Count: > 0 })
        {
            selected.Add(unsure);
            return new IndexSelection(selected, IsExact: false);
        }

        return new IndexSelection(selected, IsExact: true);
    }

    private static IndexSelection OthersOf(ValueIndex index) => new([index.Others], IsExact: false);

    private static IndexKey? Max(double? left, double? right) =>
        left is null && right is null ? null : IndexKey.Of(left is null ? right!.Value : right is null ? left.Value : Math.Max(left.Value, right.Value));

    private static IndexKey? Min(double? left, double? right) =>
        left is null && right is null ? null : IndexKey.Of(left is null ? right!.Value : right is null ? left.Value : Math.Min(left.Value, right.Value));

    /// <summary>The first integer for which a test holds that holds for all that follow it; null when it holds for none.</summary>
    private static long? FirstInteger(Func<double, bool> test)
    {
        if (!test(long.MaxValue))
        {
            return null;
        }

        Int128 low = long.MinValue;
        Int128 high = long.MaxValue;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (test((long)middle))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return (long)low;
    }
}

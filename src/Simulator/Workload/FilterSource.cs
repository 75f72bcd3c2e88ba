using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;
using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>Draws filters that match some points and not others.</summary>
internal sealed class FilterSource(DataPool data, RandomStream random)
{
    private const int LeafKinds = 21;

    /// <summary>A filter with at least one condition.</summary>
    public Filter Next() => random.Chance(1, 64) ? Deepest() : random.Chance(1, 4) ? Simple() : Filter(2);

    /// <summary>A filter nested as deep as any may be: every point matches the innermost, and each level around it turns that round.</summary>
    private static Filter Deepest() => Enumerable.Range(1, RequestLimits.FilterDepthMax - 1)
        .Aggregate(new Filter([], [], []), (inner, _) => new Filter([], [], [new NestedCondition(inner)]));

    /// <summary>A filter of one condition: an index answers it alone, and no other condition hides what it gets wrong.</summary>
    public Filter Simple() => random.Chance(1, 4) ? new Filter([], [], [Condition(0)]) : new Filter([Condition(0)], [], []);

    private Filter Filter(int depth) => random.Below(5) switch
    {
        0 => new Filter(Conditions(depth), [], []),
        1 => new Filter([], Conditions(depth), []),
        2 => new Filter([], [], Conditions(depth)),
        3 => new Filter([], Conditions(depth, 4), Conditions(depth)) { MinShould = random.Below(4) },
        _ => new Filter(Conditions(depth), Conditions(depth), Conditions(depth)),
    };

    private ValueList<Condition> Conditions(int depth, int countMax = 2)
    {
        var conditions = new Condition[random.Between(depth == 2 ? 1 : 0, countMax)];
        for (var i = 0; i < conditions.Length; i++)
        {
            conditions[i] = Condition(depth);
        }

        return ValueList.From(conditions);
    }

    private Condition Condition(int depth) => random.Below(depth > 0 ? LeafKinds + 2 : LeafKinds) switch
    {
        0 or 1 or 2 => Match(Field()),
        3 or 4 or 5 => Range(),
        6 => new HasIdCondition(data.SomeIds(random, random.Below(6))),
        7 or 8 => MatchAny(Field()),
        9 or 10 => MatchExcept(Field()),
        11 => new PrefixCondition(Field(), data.Prefix(random)),
        12 => new IsEmptyCondition(Field()),
        13 => new IsNullCondition(Field()),
        14 => new HasVectorCondition(random.Pick(data.Vectors).Name),
        15 => new ValuesCountCondition(Field())
        {
            AtLeast = random.Chance(1, 2) ? random.Below(3) : null,
            AtMost = random.Chance(1, 2) ? random.Below(3) : null,
        },
        16 => Slice(),
        17 or 18 => DateTimeRange(),
        19 => new MatchUuidCondition(random.Chance(3, 4) ? "owner" : Field(), data.UuidValue(random)),
        20 => new PrefixCondition(random.Pick(["name", "nested.name"]), data.Prefix(random)),
        _ => new NestedCondition(Filter(depth - 1)),
    };

    private string Field() => data.Field(random);

    private MatchCondition Match(string field) => new(field, data.Matchable(field, random));

    private MatchAnyCondition MatchAny(string field) => new(field, Matchables(field));

    private MatchExceptCondition MatchExcept(string field) => new(field, Matchables(field));

    private ValueList<PayloadValue> Matchables(string field) =>
        ValueList.From(Enumerable.Range(0, random.Below(4)).Select(_ => data.Matchable(field, random)).ToArray());

    private SliceCondition Slice()
    {
        var count = random.Between(1, 4);
        return new SliceCondition(random.Below(count), count);
    }

    private DateTimeRangeCondition DateTimeRange()
    {
        var range = new DateTimeRangeCondition(random.Chance(3, 4) ? "seen" : Field());
        var lower = data.MomentBound(random);
        var upper = data.MomentBound(random);
        range = random.Below(3) switch
        {
            0 => range with { GreaterThan = lower },
            1 => range with { GreaterOrEqual = lower },
            _ => range,
        };
        return random.Below(3) switch
        {
            0 => range with { LessThan = upper },
            1 => range with { LessOrEqual = upper },
            _ => range,
        };
    }

    private RangeCondition Range()
    {
        var range = new RangeCondition(random.Chance(1, 2) ? Field() : random.Pick(["rank", "size", "weight", "nested.rank"]));
        var lower = data.Bound(random);
        var upper = data.Bound(random);
        range = random.Below(3) switch
        {
            0 => range with { GreaterThan = lower },
            1 => range with { GreaterOrEqual = lower },
            _ => range,
        };
        return random.Below(3) switch
        {
            0 => range with { LessThan = upper },
            1 => range with { LessOrEqual = upper },
            _ => range,
        };
    }
}

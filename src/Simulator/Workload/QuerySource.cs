using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Queries;
using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>Draws the reads of a plan.</summary>
internal sealed class QuerySource(DataPool data, RandomStream random)
{
    /// <summary>A search over one of the vectors.</summary>
    public SearchQuery Search()
    {
        var vector = random.Pick(data.Schema.Vectors);
        return new SearchQuery(vector.Name, data.Vector(vector, random), MaybeFilter(), Limit());
    }

    /// <summary>A scroll that starts at the first id, at one of the pool, or between two of them.</summary>
    public ScrollQuery Scroll() =>
        new(MaybeFilter(), random.Chance(1, 3) ? data.Id(random) : null, Limit());

    /// <summary>A count.</summary>
    public CountQuery Count() => new(MaybeFilter());

    /// <summary>A retrieve of some ids of the pool.</summary>
    public RetrieveQuery Retrieve() => new(data.SomeIds(random, random.Between(1, 6)));

    private int Limit() => random.Chance(1, 3) ? data.Ids.Length + 1 : random.Between(1, 8);

    private Filter? MaybeFilter() => random.Chance(1, 5) ? null : Filter(2);

    private Filter Filter(int depth) => random.Below(4) switch
    {
        0 => new Filter(Conditions(depth), [], []),
        1 => new Filter([], Conditions(depth), []),
        2 => new Filter([], [], Conditions(depth)),
        _ => new Filter(Conditions(depth), Conditions(depth), Conditions(depth)),
    };

    private ValueList<Condition> Conditions(int depth)
    {
        var conditions = new Condition[random.Between(depth == 2 ? 1 : 0, 2)];
        for (var i = 0; i < conditions.Length; i++)
        {
            conditions[i] = Condition(depth);
        }

        return ValueList.From(conditions);
    }

    private Condition Condition(int depth) => random.Below(depth > 0 ? 9 : 7) switch
    {
        0 or 1 or 2 => new MatchCondition(random.Pick(data.Fields), data.Matchable(random)),
        3 or 4 or 5 => Range(),
        6 => new HasIdCondition(data.SomeIds(random, random.Below(6))),
        _ => new NestedCondition(Filter(depth - 1)),
    };

    private RangeCondition Range()
    {
        var range = new RangeCondition(random.Pick(data.Fields));
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

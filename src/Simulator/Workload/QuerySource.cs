using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Queries;
using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>Draws the reads of a plan.</summary>
/// <param name="data">The ids and values to choose from.</param>
/// <param name="invalid">How often a read breaks a rule.</param>
/// <param name="random">The stream of the choices.</param>
internal sealed class QuerySource(DataPool data, Odds invalid, RandomStream random)
{
    private readonly RuleBreaker _breaker = new(data, random);
    private readonly FilterSource _filters = new(data, random);
    private readonly int _approximateOutOfEight = random.Pick([0, 2, 4, 7]);

    /// <summary>A search over one of the vectors.</summary>
    public SearchQuery Search()
    {
        var vector = random.Pick(data.Vectors);
        var query = new SearchQuery(vector.Name, data.Vector(vector, random), MaybeFilter(), Limit())
        {
            // Between whole numbers, because most scores are.
            ScoreThreshold = random.Chance(1, 5) ? random.Between(-4, 12) + 0.5f : null,
            Offset = random.Chance(1, 5) ? random.Between(1, 4) : 0,
            WithPayload = random.Chance(1, 4) ? Payloads() : PayloadSelector.None,
            WithVectors = random.Chance(1, 4) ? Vectors() : VectorSelector.None,
        };
        query = random.Chance(_approximateOutOfEight, 8) ? Approximate(query) : query;
        return invalid.Draw(random) ? _breaker.Spoil(query) : query;
    }

    /// <summary>A query in stages.</summary>
    public PointQuery Query() => new StageSource(data, _filters, random).Next();

    /// <summary>A scroll that starts at the first id, at one of the pool, or between two of them.</summary>
    public ScrollQuery Scroll()
    {
        var query = new ScrollQuery(MaybeFilter(), random.Chance(1, 3) ? data.Id(random) : null, LimitFromFirst())
        {
            WithPayload = random.Chance(1, 4) ? Payloads() : PayloadSelector.All,
            WithVectors = random.Chance(1, 4) ? Vectors() : VectorSelector.All,
        };
        return invalid.Draw(random) ? _breaker.Spoil(query) : query;
    }

    /// <summary>A count.</summary>
    public CountQuery Count() => invalid.Draw(random) ? _breaker.Spoil(Estimate()) : Estimate();

    /// <summary>A count to be estimated.</summary>
    public CountQuery Estimate() => new(MaybeFilter());

    /// <summary>A scroll in the order of a field, which may have no index.</summary>
    public OrderedScrollQuery OrderedScroll()
    {
        var index = data.Index(random);
        var start = random.Chance(1, 3) ? data.StartOf(index.Type, random) : null;
        var order = new OrderBy(index.Field)
        {
            IsDescending = random.Chance(1, 2),
            StartFrom = start,
            StartId = start is not null && random.Chance(1, 2) ? data.Id(random) : null,
        };
        var query = new OrderedScrollQuery(MaybeFilter(), order, LimitFromFirst());
        return invalid.Draw(random) ? _breaker.Spoil(query) : query;
    }

    /// <summary>A count of a field's values; the field may have no index.</summary>
    public FacetQuery Facet()
    {
        var query = new FacetQuery(data.Field(random), MaybeFilter(), LimitFromFirst()) { IsExact = random.Chance(2, 3) };
        return invalid.Draw(random) ? _breaker.Spoil(query) : query;
    }

    /// <summary>A retrieve of some ids of the pool.</summary>
    public RetrieveQuery Retrieve() => new(data.SomeIds(random, random.Between(1, 6)))
    {
        WithPayload = random.Chance(1, 4) ? Payloads() : PayloadSelector.All,
        WithVectors = random.Chance(1, 4) ? Vectors() : VectorSelector.All,
    };

    // A narrow search over a filter that leaves enough is one that a graph answers; a wide one is a scan.
    private SearchQuery Approximate(SearchQuery query) => query with
    {
        IsExact = false,
        SearchWidth = random.Chance(1, 6) ? null : random.Pick([1, 1, 2, 4]),
        Limit = random.Between(1, 4),
        Filter = random.Chance(1, 2) ? null : query.Filter,
    };

    private PayloadSelector Payloads() => new(
        random.Pick([PayloadSelection.None, PayloadSelection.All, PayloadSelection.Include, PayloadSelection.Exclude]),
        ValueList.From(Enumerable.Range(0, random.Below(4)).Select(_ => data.Key(random)).ToArray()));

    private VectorSelector Vectors() => random.Below(3) switch
    {
        0 => VectorSelector.All,
        1 => VectorSelector.None,
        _ => new VectorSelector([random.Pick(data.Vectors).Name, "unknown"]),
    };

    private int Limit() => random.Chance(1, 3) ? data.Ids.Length + 1 : random.Between(1, 8);

    // Nothing is passed over before it, so that it may be the most that can be asked for.
    private int LimitFromFirst() => random.Chance(1, 16) ? RequestLimits.LimitMax : Limit();

    private Filter? MaybeFilter() => random.Chance(1, 5) ? null : _filters.Next();
}

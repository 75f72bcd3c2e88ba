using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>Draws reads. Which kinds occur at all, and how often, is drawn with the plan, as it is for operations.</summary>
internal sealed class ReadSource
{
    private const int KindCount = 8;

    private readonly QuerySource _queries;
    private readonly int[] _weights = new int[KindCount];

    /// <summary>Draws the weights of a plan.</summary>
    public ReadSource(QuerySource queries, RandomStream random)
    {
        _queries = queries;
        Redraw(random);
    }

    /// <summary>Draws other weights.</summary>
    public void Redraw(RandomStream random)
    {
        for (var kind = 0; kind < KindCount; kind++)
        {
            var weight = random.Between(1, 4);
            _weights[kind] = random.Chance(3, 4) ? weight : 0;
        }

        // One kind always occurs, so that there is something to draw.
        _weights[random.Below(KindCount)] = 2;
    }

    /// <summary>The next read.</summary>
    public PlanStep Next(RandomStream random) => WeightedDraw.From(_weights, random) switch
    {
        0 => new SearchStep(_queries.Search()),
        1 => new ScrollStep(_queries.Scroll()),
        2 => new CountStep(_queries.Count()),
        3 => new OrderedScrollStep(_queries.OrderedScroll()),
        4 => new FacetStep(_queries.Facet()),
        5 => new EstimateStep(_queries.Estimate()),
        6 => new QueryStep(_queries.Query()),
        _ => new RetrieveStep(_queries.Retrieve()),
    };
}

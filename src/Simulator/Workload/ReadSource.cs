using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>Draws a read of any kind.</summary>
internal static class ReadSource
{
    /// <summary>The next read.</summary>
    public static PlanStep Next(RandomStream random, QuerySource queries) => random.Below(8) switch
    {
        0 => new SearchStep(queries.Search()),
        1 => new ScrollStep(queries.Scroll()),
        2 => new CountStep(queries.Count()),
        3 => new OrderedScrollStep(queries.OrderedScroll()),
        4 => new FacetStep(queries.Facet()),
        5 => new EstimateStep(queries.Count()),
        6 => new QueryStep(queries.Query()),
        _ => new RetrieveStep(queries.Retrieve()),
    };
}

using Sim.Contracts;

namespace Sim.Simulator.Workload;

/// <summary>One of the clients of a <see cref="BurstStep"/>.</summary>
/// <param name="Number">Names its task; stays the same when other clients are taken away.</param>
/// <param name="Steps">What it does, one after the other: operations, reads, pauses and flushes.</param>
internal sealed record BurstClient(int Number, ValueList<PlanStep> Steps)
{
    /// <summary>True for a step that a client of a burst may do.</summary>
    public static bool MayDo(PlanStep step) => step is UpdateStep { ReadsBeside: 0 } or SearchStep or QueryStep or ScrollStep or CountStep or RetrieveStep
        or OrderedScrollStep or FacetStep or EstimateStep or DelayStep or FlushStep;
}

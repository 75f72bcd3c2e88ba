using Sim.Contracts;
using Sim.Contracts.Schema;

namespace Sim.Simulator.Workload;

/// <summary>Everything that an iteration does, written out: what the collection is and what is done to it, step by step.</summary>
internal sealed record Plan(CollectionSchema Schema, PlanOptions Options, ValueList<PlanStep> Steps)
{
    /// <summary>How many of the steps are operations.</summary>
    public int OperationCount => Steps.Count(s => s is UpdateStep);
}

using Sim.Contracts;
using Sim.Simulator.Covering;
using Sim.Simulator.Oracles;
using Sim.Simulator.Reproducing;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.RealWorld;

/// <summary>What one plan did and found in the operating system's world.</summary>
/// <param name="Failure">What was found; null when every oracle was content.</param>
/// <param name="Counts">What was done.</param>
/// <param name="Coverage">What was reached.</param>
/// <param name="Begun">The plan, up to the last step that was begun.</param>
/// <param name="Acknowledged">The indexes of the steps that were answered.</param>
internal sealed record RealResult(Failure? Failure, IterationCounts Counts, Coverage Coverage, Plan Begun, ValueList<int> Acknowledged)
{
    /// <summary>What led to the failure; null when there is none.</summary>
    /// <param name="defects">The names of the switches that were on.</param>
    public History? History(ValueList<string> defects) => Failure is { } failure ? new History(Begun, defects, Acknowledged, failure) : null;
}

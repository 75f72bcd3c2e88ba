using Sim.Contracts;
using Sim.Simulator.Oracles;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Reproducing;

/// <summary>What was done to a collection and how it failed, without the schedule that made it fail.</summary>
/// <param name="Plan">What was done.</param>
/// <param name="Defects">The names of the switches that were on.</param>
/// <param name="Acknowledged">The indexes of the steps that were answered, in order.</param>
/// <param name="Failure">How it failed.</param>
internal sealed record History(Plan Plan, ValueList<string> Defects, ValueList<int> Acknowledged, Failure Failure);

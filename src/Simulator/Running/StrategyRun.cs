using Sim.Simulator.Covering;

namespace Sim.Simulator.Running;

/// <summary>A run of an iteration, from a start to an end or a death, by who chose in it.</summary>
/// <param name="Strategy">The name of the strategy; of a portfolio, that of its member.</param>
/// <param name="Steps">How many steps the run had.</param>
/// <param name="Reached">What the iteration had reached when the run was over.</param>
internal sealed record StrategyRun(string Strategy, long Steps, Coverage Reached);

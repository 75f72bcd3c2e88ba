using Sim.Simulation.Faults;
using Sim.Simulation.Strategies;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Neighbourhoods;

/// <summary>A run near the one of an entry.</summary>
/// <param name="Group">What is changed in it.</param>
/// <param name="Text">How, in words.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Strategy">Makes the strategy.</param>
/// <param name="Faults">Makes the source of the disk's faults.</param>
internal sealed record Neighbour(NeighbourGroup Group, string Text, Plan Plan, Func<IStrategy> Strategy, Func<IFaultSource> Faults);

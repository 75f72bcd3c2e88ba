using Sim.Runtime;
using Sim.Simulator.Oracles;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Running;

/// <summary>Creates the collection of a plan, or recovers what an earlier incarnation left of it.</summary>
internal delegate Task<ICollectionUnderTest> OpenCollection(IRuntime runtime, Plan plan);
